package minitaur.controller.lifecycle;

import minitaur.controller.config.ControllerConfig;
import minitaur.controller.config.OperatorConfig;
import minitaur.controller.robot.RobotSession;

/**
 * What the life of an episode is decided by.
 *
 * @param ask whether the operator puts the robot to its start; else the program does
 * @param stepNanos between two control ticks
 * @param patienceNanos how long an unanswered request leaves the motors damped
 * @param standUp whether the robot tries to get up by itself
 * @param standingExtensionRad extension of the legs where an episode starts
 * @param kp position gain, duty/rad
 * @param kd velocity gain, duty s/rad
 * @param tiltRad roll or pitch beyond which the robot has fallen
 * @param checks of the start
 */
public record LifecycleSettings(
    boolean ask,
    long stepNanos,
    long patienceNanos,
    boolean standUp,
    double standingExtensionRad,
    double kp,
    double kd,
    double tiltRad,
    OperatorConfig checks) {

  /** What the configuration says for a session. */
  public static LifecycleSettings of(ControllerConfig config, RobotSession session) {
    OperatorConfig operator = config.operator();
    boolean ask =
        switch (operator.resets()) {
          case BY_ROBOT -> !session.isPlacedByProgram();
          case AUTOMATIC -> false;
          case ASK -> true;
        };
    return new LifecycleSettings(
        ask,
        Math.round(1e9 / config.task().policyRateHz()),
        Math.round(1e9 * operator.patienceSeconds()),
        operator.standUp(),
        config.task().extensionMid(),
        config.task().kp(),
        config.task().kd(),
        config.safety().tiltLimitRad(),
        operator);
  }
}
