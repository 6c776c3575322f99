package minitaur.hal.motor;

import minitaur.hal.Motor;
import minitaur.hal.RobotState;
import minitaur.hal.imu.ImuTransform;
import minitaur.hal.wire.RawState;

/**
 * Calibration that converts raw sensor values to a robot's state: encoder zeros and signs, and the
 * mounting of the IMU.
 *
 * @param joints map from encoder readings to motor angles
 * @param imu map from IMU readings to the trunk frame
 */
public record RobotCalibration(JointMap joints, ImuTransform imu) {

  /** The identity calibration, for a robot that is not calibrated. */
  public static RobotCalibration identity() {
    return new RobotCalibration(JointMap.identity(), ImuTransform.IDENTITY);
  }

  /**
   * Converts raw sensor values to calibrated values.
   *
   * @param raw Not modified.
   * @param state every value but {@link RobotState#connected} and the capture times. Modified.
   */
  public void apply(RawState raw, RobotState state) {
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      state.motorAngleRad[motor] = joints.motorAngle(motor, raw.encoderAngleRad[motor]);
      state.motorVelocityRadPerSec[motor] =
          joints.applySign(motor, raw.encoderVelocityRadPerSec[motor]);
      state.motorTorqueNm[motor] = joints.applySign(motor, raw.motorTorqueNm[motor]);
      state.motorTemperatureCelsius[motor] = raw.motorTemperatureCelsius[motor];
    }
    state.rollRad = raw.imuRollRad;
    state.pitchRad = raw.imuPitchRad;
    state.angularVelocityXRadPerSec = raw.imuRateXRadPerSec;
    state.angularVelocityYRadPerSec = raw.imuRateYRadPerSec;
    imu.apply(state);
    state.batteryVoltage = raw.batteryVoltage;
    state.energyJoules = raw.energyJoules;
  }
}
