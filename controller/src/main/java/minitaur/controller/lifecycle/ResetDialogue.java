package minitaur.controller.lifecycle;

import java.util.List;
import minitaur.controller.episode.safety.EpisodeEnd;
import minitaur.controller.episode.safety.Verdict;
import minitaur.controller.operator.OperatorChannel;
import minitaur.controller.operator.OperatorEvent.Severity;
import minitaur.controller.operator.Phase;
import minitaur.controller.operator.ResetRequest;
import minitaur.controller.robot.RobotSession;

/**
 * Handles reset requests: waits for the operator to reset the robot, then checks its position and
 * posture. Meanwhile the motors are in damping mode; without an answer they are turned off.
 */
final class ResetDialogue {
  private static final long LONGEST_CHECK_NANOS = 3_000_000_000L;

  private final RobotSession session;
  private final IdleControl control;
  private final StartChecks checks;
  private final LifecycleState stage;
  private final OperatorChannel channel;
  private final long patienceNanos;
  private final Runnable whileWaiting;

  /**
   * @param patienceNanos time after which an unanswered request turns the motors off
   * @param whileWaiting called at each control tick while waiting for the operator
   */
  ResetDialogue(
      RobotSession session,
      IdleControl control,
      StartChecks checks,
      LifecycleState stage,
      OperatorChannel channel,
      long patienceNanos,
      Runnable whileWaiting) {
    this.session = session;
    this.control = control;
    this.checks = checks;
    this.stage = stage;
    this.channel = channel;
    this.patienceNanos = patienceNanos;
    this.whileWaiting = whileWaiting;
  }

  /**
   * Waits one control tick for the confirmation of the pending request.
   *
   * @return false when the request was confirmed: no time has passed, and the check begins
   */
  boolean awaitAnswer() {
    ResetRequest asked = stage.request();
    if (channel.takeResetDone(asked.number())) {
      session.placeAtStart();
      control.restart();
      checks.begin(control.now());
      stage.move(Phase.RESET_CONFIRMED, "the robot's place is being checked");
      return false;
    }
    if (!asked.motorsOff() && stage.lastingNanos() >= patienceNanos) {
      session.disarm();
      stage.motorsOff();
      channel.report(
          Severity.WARNING,
          "Reset %d was not confirmed within %d s: the motors are off"
              .formatted(asked.number(), Math.round(patienceNanos * 1e-9)));
    }
    await(stage.request().motorsOff());
    return true;
  }

  /**
   * Checks the start conditions for one control tick. If one is violated, the request is issued
   * again with the objections.
   *
   * @return whether all start conditions are met
   */
  boolean check() {
    // Damp the motors during the check: a robot with torque disabled would collapse.
    control.damp();
    control.pass();
    long now = control.now();
    checks.watch(control.state(), now);
    if (!checks.isStill(now) && stage.lastingNanos() < LONGEST_CHECK_NANOS) {
      return false;
    }
    List<String> objections = checks.objections(control.state(), control.track(), now);
    EpisodeEnd fault = Verdict.end(control.judge());
    if (objections.isEmpty() && fault != null) {
      objections = List.of(fault.sentence());
    }
    if (!objections.isEmpty()) {
      stage.object(objections);
      return false;
    }
    stage.countReset();
    return true;
  }

  /** Waits one control tick for the operator. */
  void await(boolean motorsOff) {
    control.rest(motorsOff);
    whileWaiting.run();
    control.pass();
    stage.showTime();
  }
}
