package minitaur.hal.wire;

import java.util.Arrays;
import minitaur.hal.Motor;
import minitaur.hal.RobotState;

/**
 * Sensor values as the sensors report them, before calibration: encoder angles without zero and
 * sign, attitude and rates in the frame of the IMU. {@link
 * minitaur.hal.motor.RobotCalibration#apply} converts them to a {@link RobotState}; nothing else
 * may do so, so that no limit is ever compared with a raw value. A mutable structure that its owner
 * allocates once. An unknown value is NaN; an unknown time is {@link BoardSample#NEVER}.
 */
public final class RawState {
  /** {@code [motor]} encoder angle. */
  public final double[] encoderAngleRad = new double[Motor.COUNT];

  /** {@code [motor]} angular velocity in the encoder's direction. */
  public final double[] encoderVelocityRadPerSec = new double[Motor.COUNT];

  /** {@code [motor]} torque estimated from current, in the encoder's direction. */
  public final double[] motorTorqueNm = new double[Motor.COUNT];

  /** {@code [motor]} temperature that the board reports. */
  public final double[] motorTemperatureCelsius = new double[Motor.COUNT];

  /** Roll of the IMU. */
  public double imuRollRad;

  /** Pitch of the IMU. */
  public double imuPitchRad;

  /** Angular velocity about the x axis of the IMU. */
  public double imuRateXRadPerSec;

  /** Angular velocity about the y axis of the IMU. */
  public double imuRateYRadPerSec;

  /** Voltage at the motor drivers. */
  public double batteryVoltage;

  /** Electrical energy consumed by the motors since the board was started. */
  public double energyJoules;

  /** When the encoders were sampled. */
  public long encoderTimeNanos;

  /** When the IMU was sampled. */
  public long imuTimeNanos;

  /** Creates a state with unknown values. */
  public RawState() {
    clear();
  }

  /** Whether the values are known; false if the robot does not respond. */
  public boolean isKnown() {
    return encoderTimeNanos != BoardSample.NEVER;
  }

  /** Sets every value to unknown. */
  public void clear() {
    Arrays.fill(encoderAngleRad, Double.NaN);
    Arrays.fill(encoderVelocityRadPerSec, Double.NaN);
    Arrays.fill(motorTorqueNm, Double.NaN);
    Arrays.fill(motorTemperatureCelsius, Double.NaN);
    clearImu();
    batteryVoltage = Double.NaN;
    energyJoules = Double.NaN;
    encoderTimeNanos = BoardSample.NEVER;
    imuTimeNanos = BoardSample.NEVER;
  }

  /** Sets attitude and rates to unknown. */
  public void clearImu() {
    imuRollRad = Double.NaN;
    imuPitchRad = Double.NaN;
    imuRateXRadPerSec = Double.NaN;
    imuRateYRadPerSec = Double.NaN;
  }

  /** Copies every value of {@code other}. */
  public void set(RawState other) {
    System.arraycopy(other.encoderAngleRad, 0, encoderAngleRad, 0, Motor.COUNT);
    System.arraycopy(other.encoderVelocityRadPerSec, 0, encoderVelocityRadPerSec, 0, Motor.COUNT);
    System.arraycopy(other.motorTorqueNm, 0, motorTorqueNm, 0, Motor.COUNT);
    System.arraycopy(other.motorTemperatureCelsius, 0, motorTemperatureCelsius, 0, Motor.COUNT);
    imuRollRad = other.imuRollRad;
    imuPitchRad = other.imuPitchRad;
    imuRateXRadPerSec = other.imuRateXRadPerSec;
    imuRateYRadPerSec = other.imuRateYRadPerSec;
    batteryVoltage = other.batteryVoltage;
    energyJoules = other.energyJoules;
    encoderTimeNanos = other.encoderTimeNanos;
    imuTimeNanos = other.imuTimeNanos;
  }

  /** Copies the sensor values of an uncalibrated robot, such as a simulated one. */
  public void setUncalibrated(RobotState sensors) {
    System.arraycopy(sensors.motorAngleRad, 0, encoderAngleRad, 0, Motor.COUNT);
    System.arraycopy(sensors.motorVelocityRadPerSec, 0, encoderVelocityRadPerSec, 0, Motor.COUNT);
    System.arraycopy(sensors.motorTorqueNm, 0, motorTorqueNm, 0, Motor.COUNT);
    System.arraycopy(sensors.motorTemperatureCelsius, 0, motorTemperatureCelsius, 0, Motor.COUNT);
    imuRollRad = sensors.rollRad;
    imuPitchRad = sensors.pitchRad;
    imuRateXRadPerSec = sensors.angularVelocityXRadPerSec;
    imuRateYRadPerSec = sensors.angularVelocityYRadPerSec;
    batteryVoltage = sensors.batteryVoltage;
    energyJoules = sensors.energyJoules;
    encoderTimeNanos = sensors.encoderTimeNanos;
    imuTimeNanos = sensors.imuTimeNanos;
  }
}
