package minitaur.hal.motor;

/**
 * The numbers of {@link MotorProtection}.
 *
 * @param maximumDuty greatest duty, up to 1. Default 1.
 * @param maximumTorqueNm greatest torque asked for. Default 3.5: where the motor's torque ends
 * @param maximumVelocityRadPerSec beyond it a motor is not driven further. Default 60; unloaded at
 *     16 V it would reach 168
 * @param overloadTorqueNm torque that is allowed for a while only. Default 2.45: the robot's rule
 * @param overloadSeconds how long. Default 1: the robot's rule
 * @param maximumWindingCelsius beyond it a motor is off. Default 80: the motor's
 * @param coolEnoughCelsius below it the motor may be driven again. Default 70
 * @param warningVolts battery to warn at. Default 11
 * @param stopVolts battery to stop at. Default 10
 * @param batterySeconds how long the battery must be that low: a leap draws it down for a moment.
 *     Default 0.5
 * @param jumpRad an encoder that goes further between two samples a millisecond apart is not
 *     believed; between others further by what an unloaded motor turns. Default 0.5, which at 1 kHz
 *     is three times the unloaded speed
 * @param stuckSeconds an encoder that gives exactly one value for so long after its target has gone
 *     {@code stuckTargetRad} is not believed. Default 0.25
 * @param stuckTargetRad see there. Default 0.3
 */
public record MotorProtectionLimits(
    double maximumDuty,
    double maximumTorqueNm,
    double maximumVelocityRadPerSec,
    double overloadTorqueNm,
    double overloadSeconds,
    double maximumWindingCelsius,
    double coolEnoughCelsius,
    double warningVolts,
    double stopVolts,
    double batterySeconds,
    double jumpRad,
    double stuckSeconds,
    double stuckTargetRad) {

  /** Refuses limits that limit nothing or everything. */
  public MotorProtectionLimits {
    if (!(maximumDuty > 0 && maximumDuty <= 1)) {
      throw new IllegalArgumentException(
          "the greatest duty must be above 0 and up to 1, but is " + maximumDuty);
    }
    if (!(maximumTorqueNm > 0 && maximumVelocityRadPerSec > 0 && overloadTorqueNm > 0)) {
      throw new IllegalArgumentException(
          "torques and velocity must be above 0, but are %s Nm, %s Nm, %s rad/s"
              .formatted(maximumTorqueNm, overloadTorqueNm, maximumVelocityRadPerSec));
    }
    if (!(stopVolts <= warningVolts && coolEnoughCelsius <= maximumWindingCelsius)) {
      throw new IllegalArgumentException(
          "warning comes before stopping and cool below hot, but %s V, %s V, %s degC, %s degC"
              .formatted(warningVolts, stopVolts, coolEnoughCelsius, maximumWindingCelsius));
    }
  }

  /** The limits that hold when nothing is configured. */
  public static MotorProtectionLimits defaults() {
    return new MotorProtectionLimits(1, 3.5, 60, 2.45, 1, 80, 70, 11, 10, 0.5, 0.5, 0.25, 0.3);
  }
}
