package minitaur.controller.train;

import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import minitaur.controller.robot.RobotSession;
import minitaur.hal.ArmPermit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Prepares a robot for an episode: waits until the robot is placed, armed and standing. */
final class EpisodeReset {
  private static final Logger LOG = LoggerFactory.getLogger(EpisodeReset.class);
  private static final long POLL_NANOS = 20_000_000;

  /** Interval after which the reason for the wait is logged. */
  private static final long REPORT_NANOS = 10_000_000_000L;

  private final RobotSession session;
  private final Predicate<String> confirm;
  private final BooleanSupplier stop;

  /**
   * @param confirm prompts the operator of a real robot to place it, shows the reason, and returns
   *     whether the robot may move
   * @param stop polled while waiting; true ends the wait
   */
  EpisodeReset(RobotSession session, Predicate<String> confirm, BooleanSupplier stop) {
    this.session = session;
    this.confirm = confirm;
    this.stop = stop;
  }

  /**
   * Waits until the robot stands at the start of an episode. A real robot is armed only after the
   * operator has confirmed.
   *
   * @param reason reason for the reset, shown to the operator
   * @return whether the robot is ready; false if a stop was requested
   */
  boolean awaitReady(String reason) {
    session.resetRobot();
    if (session.isArmed()) {
      return !stop.getAsBoolean();
    }
    ArmPermit permit = requestPermit(reason);
    long nextReportNanos = session.clock().nanos() + REPORT_NANOS;
    String reportedStatus = "";
    while (permit != null && !stop.getAsBoolean()) {
      session.arm(permit);
      if (session.isArmed()) {
        return true;
      }
      long now = session.clock().nanos();
      if (now > nextReportNanos) {
        nextReportNanos = now + REPORT_NANOS;
        String status = session.status();
        if (!status.equals(reportedStatus)) {
          LOG.warn("Waiting for the robot to stand: {}", status);
          reportedStatus = status;
        }
      }
      session.clock().waitUntil(now + POLL_NANOS);
      String end = permit.endReason();
      permit = end == null ? permit : requestPermit("the robot could not be armed: " + end);
    }
    return false;
  }

  private @Nullable ArmPermit requestPermit(String reason) {
    return confirm.test(reason) ? session.issuePermit() : null;
  }
}
