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
final class ResetHandler {
  private static final long MAX_CHECK_NANOS = 3_000_000_000L;

  private final RobotSession session;
  private final IdleController control;
  private final StartConditions startConditions;
  private final LifecycleState state;
  private final OperatorChannel channel;
  private final long timeoutNanos;
  private final Runnable onWaitTick;

  /**
   * @param timeoutNanos time after which an unanswered request turns the motors off
   * @param onWaitTick called at each control tick while waiting for the operator
   */
  ResetHandler(
      RobotSession session,
      IdleController control,
      StartConditions startConditions,
      LifecycleState state,
      OperatorChannel channel,
      long timeoutNanos,
      Runnable onWaitTick) {
    this.session = session;
    this.control = control;
    this.startConditions = startConditions;
    this.state = state;
    this.channel = channel;
    this.timeoutNanos = timeoutNanos;
    this.onWaitTick = onWaitTick;
  }

  /**
   * Waits one control tick for the confirmation of the pending request.
   *
   * @return false when the request was confirmed: no time has passed, and the check begins
   */
  boolean awaitConfirmation() {
    ResetRequest pending = state.request();
    if (channel.pollResetDone(pending.number())) {
      session.resetRobot();
      control.restart();
      startConditions.startTimer(control.nowNanos());
      state.enter(Phase.RESET_CONFIRMED, "checking the start position");
      return false;
    }
    if (!pending.motorsOff() && state.phaseNanos() >= timeoutNanos) {
      session.disarm();
      state.reportMotorsOff();
      channel.report(
          Severity.WARNING,
          "Reset %d was not confirmed within %d s: the motors are off"
              .formatted(pending.number(), Math.round(timeoutNanos * 1e-9)));
    }
    waitForTick(state.request().motorsOff());
    return true;
  }

  /**
   * Checks the start conditions for one control tick. If one is violated, the request is issued
   * again with the violations.
   *
   * @return whether all start conditions are met
   */
  boolean checkStartConditions() {
    // Damp the motors during the check: a robot with torque disabled would collapse.
    control.dampMotors();
    control.waitForTick();
    long now = control.nowNanos();
    startConditions.update(control.state(), now);
    if (!startConditions.isStationary(now) && state.phaseNanos() < MAX_CHECK_NANOS) {
      return false;
    }
    List<String> violations = startConditions.violations(control.state(), control.track(), now);
    EpisodeEnd fault = Verdict.end(control.checkSafetyAtRest());
    if (violations.isEmpty() && fault != null) {
      violations = List.of(fault.sentence());
    }
    if (!violations.isEmpty()) {
      state.rejectReset(violations);
      return false;
    }
    state.countReset();
    return true;
  }

  /** Waits one control tick for the operator. */
  void waitForTick(boolean motorsOff) {
    control.dampOrDisable(motorsOff);
    onWaitTick.run();
    control.waitForTick();
    state.publishTimes();
  }
}
