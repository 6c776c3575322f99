package minitaur.controller.robot;

import minitaur.hal.RobotState;

/**
 * Whether a robot has come to rest, so that its motors may be switched on: damping that begins
 * while legs swing brakes them with all that a motor can, and a soft start that begins where they
 * no longer are is none.
 */
final class RestDetector {
  /**
   * A robot whose motors went off a moment ago still sinks, and a hand that helps it (that of an
   * emulated operator takes a second) is still at it.
   */
  private static final long UNDRIVEN_NANOS = 1_500_000_000;

  /** A leg that moves faster is still falling, or held by hand. */
  private static final double RESTING_RAD_PER_SEC = 1;

  /** A leg that swings is at rest for a moment at each of its turns. */
  private static final long STILL_NANOS = 200_000_000;

  private long drivenNanos;
  private long movedNanos;

  /** A robot with unknown history: another process may have driven it until now. */
  RestDetector(long now) {
    drivenNanos = now;
    movedNanos = now;
  }

  /** The motors are driven. */
  void driven(long now) {
    drivenNanos = now;
  }

  /**
   * Looks at the legs.
   *
   * @param state Not modified.
   */
  void watch(RobotState state, long now) {
    for (double velocity : state.motorVelocityRadPerSec) {
      // Written so that what is not known is not at rest.
      if (!(Math.abs(velocity) <= RESTING_RAD_PER_SEC)) {
        movedNanos = now;
      }
    }
  }

  /** Whether nothing has driven or moved it for a while. */
  boolean isRested(long now) {
    return now - drivenNanos >= UNDRIVEN_NANOS && now - movedNanos >= STILL_NANOS;
  }
}
