package minitaur.controller.lifecycle;

import minitaur.controller.episode.EpisodeSettings;
import minitaur.controller.robot.RobotSession;
import minitaur.controller.task.PositionGains;

/**
 * Settings of the episode lifecycle.
 *
 * @param ask whether the operator resets the robot; otherwise the program does
 * @param operator operator requests and start conditions of an episode
 * @param episode the task, and when an episode ends
 */
public record LifecycleSettings(boolean ask, OperatorSettings operator, EpisodeSettings episode) {

  /** The settings for the robot of a session. */
  public static LifecycleSettings of(
      OperatorSettings operator, EpisodeSettings episode, RobotSession session) {
    boolean ask =
        switch (operator.resets()) {
          case BY_ROBOT -> !session.isPlacedByProgram();
          case AUTOMATIC -> false;
          case ASK -> true;
        };
    return new LifecycleSettings(ask, operator, episode);
  }

  /** Period of the control ticks. */
  long stepNanos() {
    return episode.task().timing().stepNanos();
  }

  /** Time after which an unanswered reset request turns the motors off. */
  long patienceNanos() {
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
  double tiltRad() {
    return episode.safety().tiltLimitRad();
  }
}
