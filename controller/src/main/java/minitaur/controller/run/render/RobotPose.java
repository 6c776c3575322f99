package minitaur.controller.run.render;

import minitaur.hal.Motor;

/**
 * Where the robot and its links are at one moment, seen from the side.
 *
 * @param timeSeconds when, from the start of the episode
 * @param x forward position of the trunk's origin along the lane, m
 * @param z height of the trunk's origin above the ground, m
 * @param roll roll of the trunk, rad; above 0 lifts the left side
 * @param pitch pitch of the trunk, rad; above 0 is nose down
 * @param motorAngles {@code [motor]} rad. Not modified, kept.
 */
public record RobotPose(
    double timeSeconds, double x, double z, double roll, double pitch, double[] motorAngles) {

  /** Checks that there is an angle for each motor. */
  public RobotPose {
    if (motorAngles.length != Motor.COUNT) {
      throw new IllegalArgumentException(
          "a pose needs " + Motor.COUNT + " motor angles, not " + motorAngles.length);
    }
  }
}
