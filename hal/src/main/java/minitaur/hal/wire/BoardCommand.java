package minitaur.hal.wire;

import minitaur.hal.Motor;

/**
 * What a board shall do, in the board's own terms: angles before the joint map. A mutable structure
 * that its owner allocates once.
 */
public final class BoardCommand {
  /** How the motors are driven. */
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

  /** How the motors are driven. */
  public Mode mode = Mode.OFF;

  /** {@code [motor]} what {@link #mode} says. */
  public final double[] value = new double[Motor.COUNT];

  /** Position gain, duty per radian. */
  public double kp;

  /** Velocity gain, duty per radian per second. */
  public double kd;

  /** Bit m set: motor m is kept without current, whatever its value. */
  public int offMotors;

  /** After this long without another command the board damps, then cuts. */
  public int watchdogMillis;

  /** The start of the board that this is for; after another start it is refused. */
  public int bootId;
}
