package minitaur.hal;

/** Command that the motors execute until the next one, sent by {@link Robot#write}. */
public final class MotorCommand extends Struct<MotorCommand> {
  /** Drive mode of the eight motors. */
  public enum Mode {
    /** Torque disabled: the legs move freely. */
    OFF,
    /**
     * Velocity damping with {@link MotorCommand#kd} and no position target: the robot sinks slowly.
     */
    DAMPING,
    /** Position targets with {@link MotorCommand#kp} and {@link MotorCommand#kd}. */
    POSITION
  }

  /** Drive mode of the motors. */
  public Mode mode = Mode.OFF;

  /** {@code [motor]} target angle. */
  public final double[] targetAngleRad = new double[Motor.COUNT];

  /** Position gain, duty per radian. */
  public double kp;

  /** Velocity gain, duty per radian per second. */
  public double kd;

  @Override
  public <E extends Exception> void visit(FieldVisitor<E> v, MotorCommand other) throws E {
    mode = v.constant("mode", mode, other.mode);
    v.motors("target_angle_rad", targetAngleRad, other.targetAngleRad);
    kp = v.number("kp_duty_per_rad", kp, other.kp);
    kd = v.number("kd_duty_sec_per_rad", kd, other.kd);
  }
}
