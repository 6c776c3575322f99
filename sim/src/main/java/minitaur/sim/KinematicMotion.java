package minitaur.sim;

import minitaur.hal.Motor;
import minitaur.hal.imu.ImuTransform;
import minitaur.sim.dynamics.MultibodyState;

/**
 * A kinematic trajectory of trunk and legs from the current pose to a target pose, as if moved by
 * an operator. It is smooth, with zero velocity at both ends; afterward the robot is held at the
 * target.
 */
public final class KinematicMotion {
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
  private final double[] targetPosition;
  private final double[] targetMotorAngle;
  private final double[] rotationAxis = new double[3];
  private double rotationAngle;
  private final long startNanos;
  private final double seconds;

  /**
   * @param from current state of the robot. Not modified, not kept.
   * @param startNanos start time
   * @param seconds duration
   * @param to target pose
   */
  public KinematicMotion(MultibodyState from, long startNanos, double seconds, Target to) {
    this.from.set(from);
    this.startNanos = startNanos;
    this.seconds = seconds;
    this.targetPosition = to.position.clone();
    this.targetMotorAngle = to.motorAngle.clone();
    computeRotation(toQuaternion(ImuTransform.rotation(to.roll, to.pitch, to.yaw)));
  }

  /**
   * Creates a motion of the legs only; the robot is then held in the target pose.
   *
   * @param fromMotorAngle {@code [motor]} rad. Not modified, not kept.
   * @param pose target pose of trunk and legs. Not modified, not kept.
   * @param startNanos start time; until then the legs are held at their initial angles
   * @param seconds duration
   */
  public static KinematicMotion ofLegs(
      double[] fromMotorAngle, MultibodyState pose, long startNanos, double seconds) {
    MultibodyState from = new MultibodyState();
    from.set(pose);
    System.arraycopy(fromMotorAngle, 0, from.motorAngle, 0, Motor.COUNT);
    return new KinematicMotion(from, startNanos, seconds, Target.of(pose, pose.motorAngle));
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
  void apply(long timeNanos, MultibodyState state) {
    double progress = Math.min(1, Math.max(0, (timeNanos - startNanos) * 1e-9 / seconds));
    double blend = progress * progress * (3 - 2 * progress);
    double rate = 6 * progress * (1 - progress) / seconds;
    for (int i = 0; i < 3; i++) {
      state.position[i] = from.position[i] + blend * (targetPosition[i] - from.position[i]);
      state.velocity[i] = rate * (targetPosition[i] - from.position[i]);
      state.velocity[3 + i] = rate * rotationAngle * rotationAxis[i];
    }
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      double change = targetMotorAngle[motor] - from.motorAngle[motor];
      state.motorAngle[motor] = from.motorAngle[motor] + blend * change;
      state.velocity[MultibodyState.FIRST_MOTOR + motor] = rate * change;
    }
    double sine = StrictMath.sin(0.5 * blend * rotationAngle);
    multiply(
        from.quaternion,
        StrictMath.cos(0.5 * blend * rotationAngle),
        sine * rotationAxis[0],
        sine * rotationAxis[1],
        sine * rotationAxis[2],
        state.quaternion);
  }

  /** Computes axis (in trunk axes) and angle of the single rotation from start to target. */
  private void computeRotation(double[] target) {
    double[] start = from.quaternion;
    double[] rotation = new double[4];
    multiply(
        new double[] {start[0], -start[1], -start[2], -start[3]},
        target[0],
        target[1],
        target[2],
        target[3],
        rotation);
    double sign = rotation[0] < 0 ? -1 : 1;
    double sine =
        Math.sqrt(
            rotation[1] * rotation[1] + rotation[2] * rotation[2] + rotation[3] * rotation[3]);
    rotationAngle = 2 * StrictMath.atan2(sine, sign * rotation[0]);
    for (int i = 0; i < 3; i++) {
      rotationAxis[i] = sine > 0 ? sign * rotation[1 + i] / sine : 0;
    }
  }

  private static void multiply(
      double[] a, double w, double x, double y, double z, double[] product) {
    product[0] = a[0] * w - a[1] * x - a[2] * y - a[3] * z;
    product[1] = a[0] * x + a[1] * w + a[2] * z - a[3] * y;
    product[2] = a[0] * y - a[1] * z + a[2] * w + a[3] * x;
    product[3] = a[0] * z + a[1] * y - a[2] * x + a[3] * w;
  }

  /**
   * Converts a row-major [3 x 3] rotation matrix to a quaternion; the rotation angle must be below
   * half a turn.
   */
  private static double[] toQuaternion(double[] m) {
    double x = 0.5 * Math.sqrt(Math.max(0, 1 + m[0] - m[4] - m[8]));
    double y = 0.5 * Math.sqrt(Math.max(0, 1 - m[0] + m[4] - m[8]));
    double z = 0.5 * Math.sqrt(Math.max(0, 1 - m[0] - m[4] + m[8]));
    return new double[] {
      0.5 * Math.sqrt(Math.max(0, 1 + m[0] + m[4] + m[8])),
      Math.copySign(x, m[7] - m[5]),
      Math.copySign(y, m[2] - m[6]),
      Math.copySign(z, m[3] - m[1])
    };
  }
}
