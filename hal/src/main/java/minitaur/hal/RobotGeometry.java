package minitaur.hal;

/**
 * Leg dimensions, in m, and the stop that keeps the upper links of a leg apart.
 *
 * <p>All four legs are identical. Each lies in a plane of constant y of the trunk frame (x forward,
 * y left, z up), and its two lower links are equally long between knee and pin, so that the
 * five-bar is symmetric about the line from hip to pin.
 *
 * @param upperLink hip to knee, both halves of the leg
 * @param lowerLink knee to the pin that joins the two lower links
 * @param kneeToFoot rear knee to the foot's center, on the line from knee to pin and beyond the pin
 * @param footRadius radius of the spherical foot
 * @param hip positions of the hips
 * @param minMotorSum min sum of a leg's two motor angles, rad; the max is 2 pi minus this. The
 *     five-bar is singular where the upper links meet
 */
public record RobotGeometry(
    double upperLink,
    double lowerLink,
    double kneeToFoot,
    double footRadius,
    Hip hip,
    double minMotorSum) {

  /**
   * Distances of the hips from the origin of the trunk frame, m.
   *
   * @param x forward and backward
   * @param y lateral distance of the leg planes
   * @param z upward
   */
  public record Hip(double x, double y, double z) {}

  /** Checks that the five-bar can close at every pair of motor angles. */
  public RobotGeometry {
    if (!(upperLink > 0 && lowerLink > upperLink && kneeToFoot >= lowerLink)) {
      throw new IllegalArgumentException(
          "a leg needs 0 < upper link < lower link <= knee to foot, but they are %s, %s and %s m"
              .formatted(upperLink, lowerLink, kneeToFoot));
    }
    if (!(footRadius > 0)) {
      throw new IllegalArgumentException("the foot's radius must be above 0, but is " + footRadius);
    }
    if (!(minMotorSum > 0 && minMotorSum < Math.PI)) {
      throw new IllegalArgumentException(
          "the stop of a leg's motor sum must lie between 0 and pi, but is " + minMotorSum);
    }
  }

  /**
   * The nominal Minitaur: lengths of the system-identified model {@code minitaur_rainbow_dash.urdf}
   * of PyBullet, with both lower links 0.200 m from knee to pin (0.208 m for the long link in the
   * URDF) and the toe's tip at 0.240 m.
   */
  public static RobotGeometry nominal() {
    return new RobotGeometry(0.101, 0.200, 0.225, 0.015, new Hip(0.2375, 0.1265, -0.0185), 0.35);
  }

  /** Position of a leg's hip on the trunk frame's x axis. */
  public double hipX(Leg leg) {
    return leg.isFront() ? hip.x : -hip.x;
  }

  /** Position of a leg's plane on the trunk frame's y axis. */
  public double hipY(Leg leg) {
    return leg.isLeft() ? hip.y : -hip.y;
  }

  /** Height of the hips above the trunk frame's origin. */
  public double hipZ() {
    return hip.z;
  }
}
