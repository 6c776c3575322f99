package minitaur.sim;

import minitaur.hal.Motor;
import minitaur.hal.inertial.InertialMap;
import minitaur.sim.dynamics.MultibodyState;

/**
 * A motion of the robot, trunk and legs, by an operator's hands from its pose to another one, where
 * it is then held: smooth, at rest at both ends.
 */
public final class GuidedMotion {
  /**
   * A pose of the robot.
   *
   * @param position {@code [3]} of the trunk's origin, m. Not modified, not kept.
   * @param roll of the trunk, rad
   * @param pitch of the trunk, rad
   * @param yaw of the trunk, rad
   * @param motorAngle {@code [motor]} rad. Not modified, not kept.
   */
  public record Target(
      double[] position, double roll, double pitch, double yaw, double[] motorAngle) {
    /** The trunk where it is, with other motor angles. */
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
   * @param from where the robot is. Not modified, not kept.
   * @param startNanos now
   * @param seconds how long it takes
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
   * A motion of the legs only, to a pose in which the robot is then held.
   *
   * @param fromMotorAngle {@code [motor]} rad. Not modified, not kept.
   * @param pose of trunk and legs at the end. Not modified, not kept.
   * @param startNanos before it the legs are held where they come from
   * @param seconds how long it takes
   */
  public static GuidedMotion ofLegs(
      double[] fromMotorAngle, MultibodyState pose, long startNanos, double seconds) {
    MultibodyState from = new MultibodyState();
    from.set(pose);
    System.arraycopy(fromMotorAngle, 0, from.motorAngle, 0, Motor.COUNT);
    return new GuidedMotion(from, startNanos, seconds, Target.of(pose, pose.motorAngle));
  }

  /** When the robot is where it was to go. */
  public long endNanos() {
    return startNanos + Math.round(seconds * 1e9);
  }

  /**
   * Puts the robot where it is at a time.
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

  /** Axis and angle, in trunk axes, of the turn from start to target: one turn about one axis. */
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

  /** Of a rotation matrix [3 x 3], row-major, that turns by less than half a turn. */
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
