package minitaur.hal;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

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
    POSITION;

    private static final Mode[] VALUES = values();
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

  /** Writes every value. */
  public void save(DataOutput out) throws IOException {
    out.writeByte(mode.ordinal());
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      out.writeDouble(targetAngleRad[motor]);
    }
    out.writeDouble(kp);
    out.writeDouble(kd);
  }

  /**
   * Reads what {@link #save} wrote.
   *
   * @throws IOException when it is not that
   */
  public void restore(DataInput in) throws IOException {
    int ordinal = in.readByte();
    if (ordinal < 0 || ordinal >= Mode.VALUES.length) {
      throw new IOException("a saved motor command has the unknown mode " + ordinal);
    }
    mode = Mode.VALUES[ordinal];
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      targetAngleRad[motor] = in.readDouble();
    }
    kp = in.readDouble();
    kd = in.readDouble();
  }
}
