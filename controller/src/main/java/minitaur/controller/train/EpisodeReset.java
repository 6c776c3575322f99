package minitaur.controller.train;

import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import minitaur.controller.lifecycle.ArmingAttempt;
import minitaur.controller.robot.RobotSession;
import minitaur.hal.RobotState;

/** Prepares a robot for an episode: waits until the robot is placed, armed and standing. */
final class EpisodeReset {
  private static final long POLL_NANOS = 20_000_000;

  private final RobotSession session;
  private final double fallTiltRad;
  private final Predicate<String> confirm;
  private final BooleanSupplier stop;
  private final ArmingAttempt arming;
  private final RobotState state = new RobotState();

  /**
   * @param fallTiltRad roll or pitch beyond which the robot has fallen
   * @param confirm prompts the operator of a real robot to place it, shows the reason, and returns
   *     whether the robot may move
   * @param stop polled while waiting; true ends the wait
   */
  EpisodeReset(
      RobotSession session, double fallTiltRad, Predicate<String> confirm, BooleanSupplier stop) {
    this.session = session;
    this.fallTiltRad = fallTiltRad;
    this.confirm = confirm;
    this.stop = stop;
    arming = new ArmingAttempt(session);
  }

  /**
   * Waits until the robot stands at the start of an episode. A real robot is armed only after the
   * operator has confirmed; a stop during the soft start disarms it.
   *
   * @param reason reason for the reset, shown to the operator
   * @return whether the robot is ready; false if a stop was requested
   */
  boolean awaitReady(String reason) {
    session.resetRobot();
    if (session.isArmed()) {
      return !stop.getAsBoolean();
    }
    String request = reason;
    while (confirm.test(request)) {
      arming.begin(session.clock().nanos(), session.issuePermit());
      ArmingAttempt.Result result = ArmingAttempt.Result.IN_PROGRESS;
      while (result == ArmingAttempt.Result.IN_PROGRESS) {
        if (stop.getAsBoolean()) {
          session.disarm();
          return false;
        }
        session.clock().waitUntil(session.clock().nanos() + POLL_NANOS);
        result = arming.step(session.clock().nanos(), isUpright());
      }
      if (result == ArmingAttempt.Result.ARMED) {
        return true;
      }
      request = "the robot could not be armed: " + arming.failureReason();
    }
    return false;
  }

  private boolean isUpright() {
    session.robot().read(state);
    // The comparison is false for a NaN tilt.
    return Math.max(Math.abs(state.rollRad), Math.abs(state.pitchRad)) <= fallTiltRad;
  }
}
