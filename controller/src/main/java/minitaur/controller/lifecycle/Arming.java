package minitaur.controller.lifecycle;

import minitaur.controller.robot.RobotSession;
import minitaur.hal.ArmPermit;
import org.jspecify.annotations.Nullable;

/**
 * Arms a session once: first disarms it where it still follows commands, then arms it with the
 * permit, and waits until it stands and follows commands. Whatever ends the permit, a fall
 * included, ends the attempt: another one needs a new permit. A robot that lies is not armed before
 * it is upright.
 */
final class Arming {
  /** Progress of the attempt. */
  enum Result {
    /** It goes on. */
    GOES_ON,
    /** The robot follows commands. */
    ARMED,
    /** It failed; {@link Arming#reason} says why. */
    REFUSED
  }

  private static final long TIMEOUT_NANOS = 15_000_000_000L;

  private final RobotSession session;
  private @Nullable ArmPermit permit;
  private long sinceNanos;
  private boolean disarms;
  private String reason = "";

  Arming(RobotSession session) {
    this.session = session;
  }

  /**
   * Begins an attempt.
   *
   * @param granted permit for it; null for a robot that stands already and is held by commands
   */
  void begin(long now, @Nullable ArmPermit granted) {
    sinceNanos = now;
    permit = granted;
    reason = "";
    // A robot that was damped has sunk: only the session's own soft start leads it up again.
    disarms = granted != null && !session.isPlacedByProgram() && session.isArmed();
    if (disarms) {
      session.disarm();
    }
  }

  /**
   * Goes on with the attempt.
   *
   * @param upright whether the robot had not fallen at the last tick
   */
  Result step(long now, boolean upright) {
    ArmPermit held = permit;
    if (held == null) {
      return session.isArmed() ? Result.ARMED : refuse(session.status());
    }
    String end = held.end();
    if (end != null) {
      return refuse(end);
    }
    if (disarms) {
      disarms = session.isArmed();
    } else if (upright) {
      session.arm(held);
    } else if (!held.isValid()) {
      return abort(held, "it fell during the soft start");
    }
    if (!disarms && upright && session.isArmed()) {
      return Result.ARMED;
    }
    if (now - sinceNanos < TIMEOUT_NANOS) {
      return Result.GOES_ON;
    }
    return abort(held, upright ? session.status() : "it is not upright");
  }

  /** Why the attempt failed. */
  String reason() {
    return reason;
  }

  private Result abort(ArmPermit held, String why) {
    held.revoke(why);
    session.disarm();
    return refuse(why);
  }

  private Result refuse(String why) {
    reason = why;
    return Result.REFUSED;
  }
}
