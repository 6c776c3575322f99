package minitaur.hal;

/**
 * The newest sensor readings of the robot, filled by {@link Robot#read}.
 *
 * <p>Angles follow {@link Motor}; the trunk frame is x forward, y left, z up, R = Rz(yaw) Ry(pitch)
 * Rx(roll), so positive pitch is nose down. Each device has its own capture time, on the {@link
 * Clock} that the robot was created with. A value that the robot cannot measure is NaN, never 0.
 */
public final class RobotState extends Struct<RobotState> {
  /** {@code [motor]} angle from calibrated zero. */
  public final double[] motorAngleRad = new double[Motor.COUNT];

  /** {@code [motor]} angular velocity. */
  public final double[] motorVelocityRadPerSec = new double[Motor.COUNT];

  /** {@code [motor]} torque on the upper link, estimated from current; positive extends the leg. */
  public final double[] motorTorqueNm = new double[Motor.COUNT];

  /** {@code [motor]} winding temperature. */
  public final double[] motorTemperatureCelsius = new double[Motor.COUNT];

  /** Trunk roll. */
  public double rollRad;

  /** Trunk pitch; positive is nose down. */
  public double pitchRad;

  /** Trunk angular velocity about its own x axis. */
  public double angularVelocityXRadPerSec;

  /** Trunk angular velocity about its own y axis. */
  public double angularVelocityYRadPerSec;

  /** Voltage at the motor drivers. */
  public double batteryVoltage;

  /** Electrical energy consumed by the motors since the robot was switched on or reset. */
  public double energyJoules;

  /** When the encoders were sampled. */
  public long encoderTimeNanos;

  /** When the inertial measurement unit was sampled. */
  public long imuTimeNanos;

  /** Whether a state has arrived recently; if false, the values are the last known ones. */
  public boolean connected;

  @Override
  public <E extends Exception> void visit(FieldVisitor<E> v, RobotState other) throws E {
    v.motors("angle_rad", motorAngleRad, other.motorAngleRad);
    v.motors("velocity_rad_per_sec", motorVelocityRadPerSec, other.motorVelocityRadPerSec);
    v.motors("torque_nm", motorTorqueNm, other.motorTorqueNm);
    v.motors("temperature_celsius", motorTemperatureCelsius, other.motorTemperatureCelsius);
    rollRad = v.number("roll_rad", rollRad, other.rollRad);
    pitchRad = v.number("pitch_rad", pitchRad, other.pitchRad);
    angularVelocityXRadPerSec =
        v.number(
            "angular_velocity_x_rad_per_sec",
            angularVelocityXRadPerSec,
            other.angularVelocityXRadPerSec);
    angularVelocityYRadPerSec =
        v.number(
            "angular_velocity_y_rad_per_sec",
            angularVelocityYRadPerSec,
            other.angularVelocityYRadPerSec);
    batteryVoltage = v.number("battery_voltage", batteryVoltage, other.batteryVoltage);
    energyJoules = v.number("energy_joules", energyJoules, other.energyJoules);
    encoderTimeNanos = v.nanos("encoder_time", encoderTimeNanos, other.encoderTimeNanos);
    imuTimeNanos = v.nanos("imu_time", imuTimeNanos, other.imuTimeNanos);
    connected = v.flag("connected", connected, other.connected);
  }
}
