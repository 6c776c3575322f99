package minitaur.controller.robot;

import minitaur.hal.RobotState;

/**
 * Detects whether a robot is at rest, so that torque may be enabled. Damping that starts while legs
 * swing brakes them with full motor torque, and a soft start that begins from outdated leg angles
 * is not soft.
 */
final class RestDetector {
  /**
   * Min time since the motors were last driven. Just after torque is disabled the robot still
   * sinks, and the operator may still support it, which takes the emulated operator one second.
   */
  private static final long MIN_UNDRIVEN_NANOS = 1_500_000_000;

  /** Max joint velocity at rest; a faster leg is still falling or is moved by hand. */
  private static final double MAX_REST_RAD_PER_SEC = 1;

  /** Min time below that velocity; a swinging leg stops briefly at each reversal. */
  private static final long MIN_STATIONARY_NANOS = 200_000_000;

  private long lastDrivenNanos;
  private long lastMotionNanos;

  /** A robot with unknown history: another process may have driven it until now. */
  RestDetector(long now) {
    lastDrivenNanos = now;
    lastMotionNanos = now;
  }

  /** Notes that the motors are driven. */
  void reportDriven(long now) {
    lastDrivenNanos = now;
  }

  /**
   * Checks the joint velocities.
   *
   * @param state Not modified.
   */
  void update(RobotState state, long now) {
    for (double velocity : state.motorVelocityRadPerSec) {
      // NaN counts as motion.
      if (!(Math.abs(velocity) <= MAX_REST_RAD_PER_SEC)) {
        lastMotionNanos = now;
      }
    }
  }

  /** Whether the robot has been undriven and still for long enough. */
  boolean isAtRest(long now) {
    return now - lastDrivenNanos >= MIN_UNDRIVEN_NANOS
        && now - lastMotionNanos >= MIN_STATIONARY_NANOS;
  }
}
