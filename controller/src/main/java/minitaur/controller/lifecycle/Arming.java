package minitaur.controller.lifecycle;

import minitaur.controller.robot.RobotSession;
import minitaur.hal.ArmPermit;
import org.jspecify.annotations.Nullable;

/**
 * A single attempt to arm a session: disarms the session if it is still armed, then arms it with
 * the permit and waits until the robot is upright and follows commands. Anything that revokes the
 * permit, including a fall, ends the attempt; another attempt needs a new permit. A fallen robot is
 * not armed until it is upright.
 */
final class Arming {
  /** Progress of the attempt. */
  enum Result {
    /** The attempt is in progress. */
    GOES_ON,
    /** The robot follows commands. */
    ARMED,
    /** The attempt failed; {@link Arming#reason} gives the reason. */
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
   * @param granted permit for the attempt; null for a robot that already stands and follows
   *     commands
   */
  void begin(long now, @Nullable ArmPermit granted) {
    sinceNanos = now;
    permit = granted;
    reason = "";
    // In damping mode the robot has sagged; only the session's own soft start raises it again.
    disarms = granted != null && !session.isPlacedByProgram() && session.isArmed();
    if (disarms) {
      session.disarm();
    }
  }

  /**
   * Advances the attempt.
   *
   * @param upright whether the robot was upright at the last tick
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

  /** Reason of the failure. */
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
