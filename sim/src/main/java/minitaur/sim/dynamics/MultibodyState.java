package minitaur.sim.dynamics;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import minitaur.hal.Motor;

/**
 * Configuration and velocity of the robot. Mutable; its owner may write to it between steps.
 *
 * <p>The position is that of the trunk frame's origin, which is not the center of mass. The world's
 * z axis points up.
 */
public final class MultibodyState {
  /** Number of velocity coordinates: three linear, three angular, eight motors. */
  public static final int VELOCITIES = 6 + Motor.COUNT;

  /** Index of the first motor rate in {@link #velocity}. */
  public static final int FIRST_MOTOR = 6;

  /** {@code [3]} origin of the trunk frame, world, m. */
  public final double[] position = new double[3];

  /** {@code [4]} w x y z, unit rotation from trunk to world axes. */
  public final double[] quaternion = {1, 0, 0, 0};

  /** {@code [motor]} rad, as {@link Motor} defines them. */
  public final double[] motorAngle = new double[Motor.COUNT];

  /**
   * {@code [14]} linear velocity of the trunk frame's origin in world axes, m/s; angular velocity
   * of the trunk in trunk axes, rad/s; motor rates, rad/s.
   */
  public final double[] velocity = new double[VELOCITIES];

  /** Copies every value of {@code other}. */
  public void set(MultibodyState other) {
    System.arraycopy(other.position, 0, position, 0, position.length);
    System.arraycopy(other.quaternion, 0, quaternion, 0, quaternion.length);
    System.arraycopy(other.motorAngle, 0, motorAngle, 0, motorAngle.length);
    System.arraycopy(other.velocity, 0, velocity, 0, velocity.length);
  }

  /** Roll of R = Rz(yaw) Ry(pitch) Rx(roll), rad. */
  public double roll() {
    double w = quaternion[0];
    double x = quaternion[1];
    double y = quaternion[2];
    double z = quaternion[3];
    return StrictMath.atan2(2 * (y * z + w * x), w * w - x * x - y * y + z * z);
  }

  /** Pitch of R = Rz(yaw) Ry(pitch) Rx(roll), rad; positive is nose down. */
  public double pitch() {
    double w = quaternion[0];
    double x = quaternion[1];
    double y = quaternion[2];
    double z = quaternion[3];
    double sine = 2 * (w * y - x * z);
    return StrictMath.asin(Math.max(-1, Math.min(1, sine)));
  }

  /** Yaw of R = Rz(yaw) Ry(pitch) Rx(roll), rad. */
  public double yaw() {
    double w = quaternion[0];
    double x = quaternion[1];
    double y = quaternion[2];
    double z = quaternion[3];
    return StrictMath.atan2(2 * (x * y + w * z), w * w + x * x - y * y - z * z);
  }

  /**
   * Integrates the configuration with a constant velocity; the rotation is exact.
   *
   * @param rate {@code [14]} laid out as {@link #velocity}. Not modified.
   * @param seconds duration
   */
  public void advance(double[] rate, double seconds) {
    for (int axis = 0; axis < 3; axis++) {
      position[axis] += seconds * rate[axis];
    }
    rotate(quaternion, seconds * rate[3], seconds * rate[4], seconds * rate[5]);
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      motorAngle[motor] += seconds * rate[FIRST_MOTOR + motor];
    }
  }

  /**
   * Rotates a body by a rotation vector in body axes: q = q exp(r / 2). Modified: {@code [4]}
   * quaternion.
   */
  static void rotate(double[] quaternion, double rx, double ry, double rz) {
    double half = 0.5 * Math.sqrt(rx * rx + ry * ry + rz * rz);
    // sin(half) / (2 half); below 1e-4 the next term of the series is below machine precision
    double scale = half > 1e-4 ? 0.5 * StrictMath.sin(half) / half : 0.5 - half * half / 12;
    double dw = half > 1e-4 ? StrictMath.cos(half) : 1 - 0.5 * half * half;
    double dx = scale * rx;
    double dy = scale * ry;
    double dz = scale * rz;
    double w = quaternion[0];
    double x = quaternion[1];
    double y = quaternion[2];
    double z = quaternion[3];
    double newW = w * dw - x * dx - y * dy - z * dz;
    double newX = w * dx + x * dw + y * dz - z * dy;
    double newY = w * dy - x * dz + y * dw + z * dx;
    double newZ = w * dz + x * dy - y * dx + z * dw;
    double length = Math.sqrt(newW * newW + newX * newX + newY * newY + newZ * newZ);
    quaternion[0] = newW / length;
    quaternion[1] = newX / length;
    quaternion[2] = newY / length;
    quaternion[3] = newZ / length;
  }

  /** Writes the complete state. */
  public void save(DataOutput out) throws IOException {
    write(position, out);
    write(quaternion, out);
    write(motorAngle, out);
    write(velocity, out);
  }

  /** Restores a state that {@link #save} wrote. */
  public void restore(DataInput in) throws IOException {
    read(position, in);
    read(quaternion, in);
    read(motorAngle, in);
    read(velocity, in);
  }

  static void write(double[] values, DataOutput out) throws IOException {
    for (double value : values) {
      out.writeDouble(value);
    }
  }

  static void read(double[] values, DataInput in) throws IOException {
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readDouble();
    }
  }
}
