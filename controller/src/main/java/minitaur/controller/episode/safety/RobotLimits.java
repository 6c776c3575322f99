package minitaur.controller.episode.safety;

/**
 * What the supervisor tolerates of a robot that can break: beyond the task's own ends.
 *
 * @param heightMetres least height of the trunk's origin above the lowest foot, and above the
 *     ground where that is known. Default 0.12: half of standing, and two thirds of the least that
 *     the task can ask for
 * @param footGapMetres least distance along the trunk between a front leg's foot and knees and
 *     those of the back leg on its side. Default 0.05; commanded legs stay 0.2 apart
 * @param legStopMarginRad least distance of the sum of a leg's motor angles to its stops. Default
 *     0.05
 * @param motorCelsius greatest temperature of a winding. Default 75: the motor's protection cuts it
 *     at 80
 * @param strainTorqueNm torque that a motor may have for a while only. Default 2.45: the robot's
 *     rule
 * @param strainSeconds how long. Default 0.8: the motor's protection cuts it at 1
 * @param batteryVolts least voltage. Default 10.5: protection warns at 11 and stops at 10
 * @param batterySeconds how long it may be lower: a leap draws it down for a moment. Default 0.3
 * @param staleSeconds greatest age of what encoders and inertial unit say, and how far their time
 *     may lie in the future. Default 0.1
 * @param latenessSeconds how late a control tick may come. Default 0.04: two control steps
 * @param actionJump greatest change of an action's component from one step to the next. Default 2,
 *     which every action in [-1, 1] keeps: the first thousand steps are random
 */
public record RobotLimits(
    double heightMetres,
    double footGapMetres,
    double legStopMarginRad,
    double motorCelsius,
    double strainTorqueNm,
    double strainSeconds,
    double batteryVolts,
    double batterySeconds,
    double staleSeconds,
    double latenessSeconds,
    double actionJump) {
  /** Refuses what is no number. */
  public RobotLimits {
    double sum = heightMetres + footGapMetres + legStopMarginRad + motorCelsius + strainTorqueNm;
    sum += strainSeconds + batteryVolts + batterySeconds + staleSeconds + latenessSeconds;
    if (Double.isNaN(sum + actionJump)) {
      throw new IllegalArgumentException("a limit of the robot is not a number");
    }
  }

  /** The limits that hold when nothing is configured. */
  public static RobotLimits nominal() {
    return new RobotLimits(0.12, 0.05, 0.05, 75, 2.45, 0.8, 10.5, 0.3, 0.1, 0.04, 2);
  }
}
