package minitaur.controller.run.render;

import minitaur.hal.Motor;

/**
 * Pose of the robot and its legs at one time, in the side view.
 *
 * @param timeSeconds time since the start of the episode, s
 * @param x forward position of the trunk's origin along the lane, m
 * @param z height of the trunk's origin above the ground, m
 * @param roll roll of the trunk, rad; positive lifts the left side
 * @param pitch pitch of the trunk, rad; positive is nose down
 * @param motorAngles {@code [motor]} rad. Not modified, kept.
 */
public record RobotPose(
    double timeSeconds, double x, double z, double roll, double pitch, double[] motorAngles) {

  /** Validates the number of motor angles. */
  public RobotPose {
    if (motorAngles.length != Motor.COUNT) {
      throw new IllegalArgumentException(
          "a pose needs " + Motor.COUNT + " motor angles, not " + motorAngles.length);
    }
  }
}
