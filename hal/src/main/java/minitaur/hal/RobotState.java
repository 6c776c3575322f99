package minitaur.hal;

/**
 * What the robot's sensors said last, filled by {@link Robot#read}. A mutable structure that its
 * owner allocates once.
 *
 * <p>Angles follow {@link Motor}; the trunk frame is x forward, y left, z up, R = Rz(yaw) Ry(pitch)
 * Rx(roll), so pitch above zero is nose down. Every device has a capture time of its own, in the
 * time of the {@link Clock} that the robot was built with. A value that the robot cannot measure is
 * NaN, never 0.
 */
public final class RobotState {
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

  /** Trunk pitch; above zero is nose down. */
  public double pitchRad;

  /** Trunk angular velocity about its own x axis. */
  public double angularVelocityXRadPerSec;

  /** Trunk angular velocity about its own y axis. */
  public double angularVelocityYRadPerSec;

  /** Voltage at the motor drivers. */
  public double batteryVoltage;

  /** Electrical energy taken by the motors since the robot was switched on or reset. */
  public double energyJoules;

  /** When the encoders were sampled. */
  public long encoderTimeNanos;

  /** When the inertial measurement unit was sampled. */
  public long imuTimeNanos;

  /** Whether a state has arrived lately; when false the values are the last ones known. */
  public boolean connected;

  /** Copies every value of {@code other}. */
  public void set(RobotState other) {
    System.arraycopy(other.motorAngleRad, 0, motorAngleRad, 0, Motor.COUNT);
    System.arraycopy(other.motorVelocityRadPerSec, 0, motorVelocityRadPerSec, 0, Motor.COUNT);
    System.arraycopy(other.motorTorqueNm, 0, motorTorqueNm, 0, Motor.COUNT);
    System.arraycopy(other.motorTemperatureCelsius, 0, motorTemperatureCelsius, 0, Motor.COUNT);
    rollRad = other.rollRad;
    pitchRad = other.pitchRad;
    angularVelocityXRadPerSec = other.angularVelocityXRadPerSec;
    angularVelocityYRadPerSec = other.angularVelocityYRadPerSec;
    batteryVoltage = other.batteryVoltage;
    energyJoules = other.energyJoules;
    encoderTimeNanos = other.encoderTimeNanos;
    imuTimeNanos = other.imuTimeNanos;
    connected = other.connected;
  }
}
