package minitaur.hal.wire;

import minitaur.hal.Motor;

/**
 * Command to a board, with encoder angles instead of motor angles. A mutable structure that its
 * owner allocates once.
 */
public final class BoardCommand {
  /** Drive mode of the motors. */
  public enum Mode {
    /** No current. */
    OFF,
    /** Velocity damping with {@link BoardCommand#kd}. */
    DAMPING,
    /** {@link BoardCommand#value} is the duty, -1 to 1. */
    DUTY,
    /** {@link BoardCommand#value} is the torque, Nm. */
    TORQUE,
    /** {@link BoardCommand#value} is the angle, rad; position law on the board. */
    POSITION;

    private static final Mode[] VALUES = values();

    /** Number of modes. */
    public static final int COUNT = VALUES.length;

    /** The mode with {@link #ordinal()} {@code index}. */
    public static Mode of(int index) {
      return VALUES[index];
    }
  }

  /** Drive mode of the motors. */
  public Mode mode = Mode.OFF;

  /** {@code [motor]} duty, torque or angle, depending on {@link #mode}. */
  public final double[] value = new double[Motor.COUNT];

  /** Position gain, duty per radian. */
  public double kp;

  /** Velocity gain, duty per radian per second. */
  public double kd;

  /** Bit m set: motor m is disabled, regardless of its value. */
  public int disabledMotors;

  /** Time without another command after which the board damps, then disables the motors. */
  public int watchdogMillis;

  /** Boot id for which the command is valid; after a restart the board rejects it. */
  public int bootId;
}
