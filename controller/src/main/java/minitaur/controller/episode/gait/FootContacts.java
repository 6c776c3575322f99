package minitaur.controller.episode.gait;

import minitaur.hal.Leg;
import minitaur.hal.RobotGeometry;
import minitaur.hal.RobotState;
import minitaur.hal.leg.FiveBarLeg;
import minitaur.hal.mocap.Pose;

/**
 * Estimates which feet touch level ground, from the trunk pose and the motor angles. Does not
 * allocate.
 */
final class FootContacts {
  /**
   * Max height of the sole of a foot in contact, m; covers the errors of mocap and motor angles.
   */
  private static final double MAX_CONTACT_HEIGHT = 0.007;

  /** Max age of a pose for estimating foot heights. */
  private static final long MAX_POSE_AGE_NANOS = 50_000_000;

  private final RobotGeometry geometry;
  private final FiveBarLeg kinematics;
  private final Pose pose = new Pose();
  private final double[] foot = new double[2];

  FootContacts(RobotGeometry geometry) {
    this.geometry = geometry;
    kinematics = new FiveBarLeg(geometry);
    clearPose();
  }

  /** Discards the pose. */
  void clearPose() {
    pose.zMetres = Double.NaN;
  }

  /**
   * Sets the latest pose.
   *
   * @param newest Not modified.
   */
  void setPose(Pose newest) {
    pose.set(newest);
  }

  /** Whether the pose is recent enough at this time on the robot's clock. */
  boolean hasRecentPose(long timeNanos) {
    return Double.isFinite(pose.zMetres) && timeNanos - pose.timeNanos <= MAX_POSE_AGE_NANOS;
  }

  /**
   * The feet that touch the ground: bit l is set for leg l.
   *
   * @param state Not modified.
   */
  int contactMask(RobotState state) {
    // Third row of the rotation from the trunk's frame to the lane's.
    double r31 = 2 * (pose.qx * pose.qz - pose.qw * pose.qy);
    double r32 = 2 * (pose.qy * pose.qz + pose.qw * pose.qx);
    double r33 = 1 - 2 * (pose.qx * pose.qx + pose.qy * pose.qy);
    int mask = 0;
    for (int index = 0; index < Leg.COUNT; index++) {
      Leg leg = Leg.of(index);
      kinematics.footPosition(
          state.motorAngleRad[leg.rear().ordinal()],
          state.motorAngleRad[leg.front().ordinal()],
          foot);
      double height =
          pose.zMetres
              + r31 * (geometry.hipX(leg) + foot[0])
              + r32 * geometry.hipY(leg)
              + r33 * (geometry.hipZ() + foot[1])
              - geometry.footRadius();
      mask |= height < MAX_CONTACT_HEIGHT ? 1 << index : 0;
    }
    return mask;
  }
}
