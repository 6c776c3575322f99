package minitaur.controller.lifecycle;

import minitaur.controller.episode.EpisodeSettings;
import minitaur.controller.robot.RobotSession;
import minitaur.controller.task.PositionGains;

/**
 * Settings of the episode lifecycle.
 *
 * @param operatorResets whether the operator resets the robot; otherwise the program does
 * @param operator operator requests and start conditions of an episode
 * @param episode the task, and when an episode ends
 */
public record LifecycleSettings(
    boolean operatorResets, OperatorSettings operator, EpisodeSettings episode) {

  /** The settings for the robot of a session. */
  public static LifecycleSettings of(
      OperatorSettings operator, EpisodeSettings episode, RobotSession session) {
    boolean operatorResets =
        switch (operator.resets()) {
          case BY_ROBOT -> !session.isResetByProgram();
          case AUTOMATIC -> false;
          case ASK -> true;
        };
    return new LifecycleSettings(operatorResets, operator, episode);
  }

  /** Period of the control ticks. */
  long stepNanos() {
    return episode.task().timing().stepNanos();
  }

  /** Time after which an unanswered reset request turns the motors off. */
  long resetTimeoutNanos() {
    return Math.round(1e9 * operator.patienceSeconds());
  }

  /** Extension of the legs at the start of an episode, rad. */
  double standingExtensionRad() {
    return episode.task().actionMap().extensionMid();
  }

  /** Gains of scripted motions. */
  PositionGains gains() {
    return episode.task().gains();
  }

  /** Roll or pitch beyond which the robot has fallen, rad. */
  double fallTiltRad() {
    return episode.safety().tiltLimitRad();
  }
}
