package minitaur.hal.motor;

import minitaur.hal.Motor;
import minitaur.hal.RobotState;
import minitaur.hal.inertial.InertialMap;
import minitaur.hal.wire.RawState;

/**
 * Calibration that converts raw sensor values to a robot's state: encoder zeros and signs, and the
 * mounting of the IMU.
 *
 * @param joints map from encoder readings to motor angles
 * @param inertial map from IMU readings to the trunk frame
 */
public record RobotCalibration(JointMap joints, InertialMap inertial) {

  /** The identity calibration, for a robot that is not calibrated. */
  public static RobotCalibration identity() {
    return new RobotCalibration(JointMap.identity(), InertialMap.IDENTITY);
  }

  /**
   * Converts raw sensor values to calibrated values.
   *
   * @param raw Not modified.
   * @param state every value but {@link RobotState#connected} and the capture times. Modified.
   */
  public void apply(RawState raw, RobotState state) {
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      state.motorAngleRad[motor] = joints.angle(motor, raw.encoderAngleRad[motor]);
      state.motorVelocityRadPerSec[motor] = joints.turn(motor, raw.encoderVelocityRadPerSec[motor]);
      state.motorTorqueNm[motor] = joints.turn(motor, raw.motorTorqueNm[motor]);
      state.motorTemperatureCelsius[motor] = raw.motorTemperatureCelsius[motor];
    }
    state.rollRad = raw.imuRollRad;
    state.pitchRad = raw.imuPitchRad;
    state.angularVelocityXRadPerSec = raw.imuRateXRadPerSec;
    state.angularVelocityYRadPerSec = raw.imuRateYRadPerSec;
    inertial.apply(state);
    state.batteryVoltage = raw.batteryVoltage;
    state.energyJoules = raw.energyJoules;
  }
}
