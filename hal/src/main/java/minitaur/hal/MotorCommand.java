package minitaur.hal;

/**
 * What the motors shall do until the next command, applied by {@link Robot#write}. A mutable
 * structure that its owner allocates once.
 */
public final class MotorCommand {
  /** How the eight motors are driven. */
  public enum Mode {
    /** No current. The legs are free. */
    OFF,
    /**
     * Velocity damping with {@link MotorCommand#kd} and no position target: the robot sinks softly.
     */
    DAMPING,
    /** Position targets with {@link MotorCommand#kp} and {@link MotorCommand#kd}. */
    POSITION
  }

  /** How the motors are driven. */
  public Mode mode = Mode.OFF;

  /** {@code [motor]} target angle. */
  public final double[] targetAngleRad = new double[Motor.COUNT];

  /** Position gain, duty per radian. */
  public double kp;

  /** Velocity gain, duty per radian per second. */
  public double kd;

  /** Copies every value of {@code other}. */
  public void set(MotorCommand other) {
    mode = other.mode;
    System.arraycopy(other.targetAngleRad, 0, targetAngleRad, 0, Motor.COUNT);
    kp = other.kp;
    kd = other.kd;
  }
}
