package minitaur.controller.episode.safety;

import static minitaur.hal.settings.InvalidSettingException.requireBetween;

import minitaur.hal.settings.Setting;

/**
 * Area in which the robot may walk, in the lane frame. An episode ends when the trunk leaves it.
 */
public record Lane(
    @Setting(doc = "Length of the lane behind its origin; 0 for no limit.", unit = "m") double back,
    @Setting(doc = "Length of the lane ahead of its origin; 0 for no limit.", unit = "m")
        double front,
    @Setting(doc = "Half width of the lane; 0 for no limit.", unit = "m") double side) {

  private static final double MAX = 1000;

  public Lane {
    requireBetween("back", back, 0, MAX);
    requireBetween("front", front, 0, MAX);
    requireBetween("side", side, 0, MAX);
  }

  /** A lane without limits. */
  public static Lane unlimited() {
    return new Lane(0, 0, 0);
  }

  /** Whether a position, in m, is outside the lane; false for NaN. */
  public boolean isOutside(double x, double y) {
    return (back > 0 && x < -back) || (front > 0 && x > front) || (side > 0 && Math.abs(y) > side);
  }
}
