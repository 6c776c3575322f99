package minitaur.sim;

import minitaur.hal.Motor;
import minitaur.hal.inertial.InertialMap;
import minitaur.sim.dynamics.MultibodyState;

/**
 * A kinematic trajectory of trunk and legs from the current pose to a target pose, as if moved by
 * an operator. It is smooth, with zero velocity at both ends; afterward the robot is held at the
 * target.
 */
public final class GuidedMotion {
  /**
   * A pose of the robot.
   *
   * @param position {@code [3]} position of the trunk's origin, m. Not modified, not kept.
   * @param roll roll of the trunk, rad
   * @param pitch pitch of the trunk, rad
   * @param yaw yaw of the trunk, rad
   * @param motorAngle {@code [motor]} rad. Not modified, not kept.
   */
  public record Target(
      double[] position, double roll, double pitch, double yaw, double[] motorAngle) {
    /** The current trunk pose with other motor angles. */
    static Target of(MultibodyState trunk, double[] motorAngle) {
      return new Target(trunk.position, trunk.roll(), trunk.pitch(), trunk.yaw(), motorAngle);
    }
  }

  private final MultibodyState from = new MultibodyState();
  private final double[] position;
  private final double[] motorAngle;
  private final double[] target = new double[4];
  private final double[] axis = new double[3];
  private double angle;
  private final long startNanos;
  private final double seconds;

  /**
   * @param from current state of the robot. Not modified, not kept.
   * @param startNanos start time
   * @param seconds duration
   * @param to target pose
   */
  public GuidedMotion(MultibodyState from, long startNanos, double seconds, Target to) {
    this.from.set(from);
    this.startNanos = startNanos;
    this.seconds = seconds;
    this.position = to.position.clone();
    this.motorAngle = to.motorAngle.clone();
    quaternion(InertialMap.rotation(to.roll, to.pitch, to.yaw), target);
    setTurn();
  }

  /**
   * Creates a motion of the legs only; the robot is then held in the target pose.
   *
   * @param fromMotorAngle {@code [motor]} rad. Not modified, not kept.
   * @param pose target pose of trunk and legs. Not modified, not kept.
   * @param startNanos start time; until then the legs are held at their initial angles
   * @param seconds duration
   */
  public static GuidedMotion ofLegs(
      double[] fromMotorAngle, MultibodyState pose, long startNanos, double seconds) {
    MultibodyState from = new MultibodyState();
    from.set(pose);
    System.arraycopy(fromMotorAngle, 0, from.motorAngle, 0, Motor.COUNT);
    return new GuidedMotion(from, startNanos, seconds, Target.of(pose, pose.motorAngle));
  }

  /** Time at which the robot reaches the target. */
  public long endNanos() {
    return startNanos + Math.round(seconds * 1e9);
  }

  /**
   * Sets the robot's state to that of the motion at the given time.
   *
   * @param state Modified.
   */
  void lead(long timeNanos, MultibodyState state) {
    double part = Math.min(1, Math.max(0, (timeNanos - startNanos) * 1e-9 / seconds));
    double way = part * part * (3 - 2 * part);
    double rate = 6 * part * (1 - part) / seconds;
    for (int i = 0; i < 3; i++) {
      state.position[i] = from.position[i] + way * (position[i] - from.position[i]);
      state.velocity[i] = rate * (position[i] - from.position[i]);
      state.velocity[3 + i] = rate * angle * axis[i];
    }
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      double distance = motorAngle[motor] - from.motorAngle[motor];
      state.motorAngle[motor] = from.motorAngle[motor] + way * distance;
      state.velocity[MultibodyState.FIRST_MOTOR + motor] = rate * distance;
    }
    double sine = StrictMath.sin(0.5 * way * angle);
    multiply(
        from.quaternion,
        StrictMath.cos(0.5 * way * angle),
        sine * axis[0],
        sine * axis[1],
        sine * axis[2],
        state.quaternion);
  }

  /** Computes axis (in trunk axes) and angle of the single rotation from start to target. */
  private void setTurn() {
    double[] start = from.quaternion;
    double[] turn = new double[4];
    multiply(
        new double[] {start[0], -start[1], -start[2], -start[3]},
        target[0],
        target[1],
        target[2],
        target[3],
        turn);
    double sign = turn[0] < 0 ? -1 : 1;
    double sine = Math.sqrt(turn[1] * turn[1] + turn[2] * turn[2] + turn[3] * turn[3]);
    angle = 2 * StrictMath.atan2(sine, sign * turn[0]);
    for (int i = 0; i < 3; i++) {
      axis[i] = sine > 0 ? sign * turn[1 + i] / sine : 0;
    }
  }

  private static void multiply(
      double[] a, double w, double x, double y, double z, double[] product) {
    double pw = a[0] * w - a[1] * x - a[2] * y - a[3] * z;
    double px = a[0] * x + a[1] * w + a[2] * z - a[3] * y;
    double py = a[0] * y - a[1] * z + a[2] * w + a[3] * x;
    double pz = a[0] * z + a[1] * y - a[2] * x + a[3] * w;
    product[0] = pw;
    product[1] = px;
    product[2] = py;
    product[3] = pz;
  }

  /**
   * Converts a row-major [3 x 3] rotation matrix to a quaternion; the rotation angle must be below
   * half a turn.
   */
  private static void quaternion(double[] m, double[] q) {
    double w = 0.5 * Math.sqrt(Math.max(0, 1 + m[0] + m[4] + m[8]));
    double x = 0.5 * Math.sqrt(Math.max(0, 1 + m[0] - m[4] - m[8]));
    double y = 0.5 * Math.sqrt(Math.max(0, 1 - m[0] + m[4] - m[8]));
    double z = 0.5 * Math.sqrt(Math.max(0, 1 - m[0] - m[4] + m[8]));
    q[0] = w;
    q[1] = Math.copySign(x, m[7] - m[5]);
    q[2] = Math.copySign(y, m[2] - m[6]);
    q[3] = Math.copySign(z, m[3] - m[1]);
  }
}
