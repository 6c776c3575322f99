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
public final class ArmingAttempt {
  /** Progress of the attempt. */
  public enum Result {
    /** The attempt is in progress. */
    IN_PROGRESS,
    /** The robot follows commands. */
    ARMED,
    /** The attempt failed; {@link ArmingAttempt#failureReason} gives the reason. */
    FAILED
  }

  private static final long TIMEOUT_NANOS = 15_000_000_000L;

  private final RobotSession session;
  private @Nullable ArmPermit permit;
  private long startNanos;
  private boolean disarming;
  private String failureReason = "";

  /**
   * @param session not owned
   */
  public ArmingAttempt(RobotSession session) {
    this.session = session;
  }

  /**
   * Begins an attempt.
   *
   * @param now time of the session's clock, ns
   * @param newPermit permit for the attempt; null for a robot that already stands and follows
   *     commands
   */
  public void begin(long now, @Nullable ArmPermit newPermit) {
    startNanos = now;
    permit = newPermit;
    failureReason = "";
    // In damping mode the robot has sagged; only the session's own soft start raises it again.
    disarming = newPermit != null && !session.isResetByProgram() && session.isArmed();
    if (disarming) {
      session.disarm();
    }
  }

  /**
   * Advances the attempt.
   *
   * @param now time of the session's clock, ns
   * @param upright whether the robot was upright at the last tick
   */
  public Result step(long now, boolean upright) {
    ArmPermit activePermit = permit;
    if (activePermit == null) {
      return session.isArmed() ? Result.ARMED : fail(session.status());
    }
    String revocation = activePermit.endReason();
    if (revocation != null) {
      return fail(revocation);
    }
    if (disarming) {
      disarming = session.isArmed();
    } else if (upright) {
      session.arm(activePermit);
    } else if (!activePermit.isValid()) {
      return abort(activePermit, "it fell during the soft start");
    }
    if (!disarming && upright && session.isArmed()) {
      return Result.ARMED;
    }
    if (now - startNanos < TIMEOUT_NANOS) {
      return Result.IN_PROGRESS;
    }
    return abort(activePermit, upright ? session.status() : "it is not upright");
  }

  /** Reason of the failure. */
  public String failureReason() {
    return failureReason;
  }

  private Result abort(ArmPermit activePermit, String cause) {
    activePermit.revoke(cause);
    session.disarm();
    return fail(cause);
  }

  private Result fail(String cause) {
    failureReason = cause;
    return Result.FAILED;
  }
}
