package minitaur.hal.leg;

import minitaur.hal.RobotGeometry;

/**
 * Kinematics of one leg, a symmetric five-bar, in its plane: x forward and z up from the hip, m and
 * rad.
 *
 * <p>A motor angle is 0 with the upper link straight up and pi with it straight down; the rear
 * upper link goes over the back, the front one over the front. Half the sum of the two angles is
 * the <em>extension</em> (0 folded up, pi straight down), half the difference the <em>swing</em>
 * (above 0: foot forward). In a frame that rotates with the swing, the leg only opens and closes:
 * the pin stays on the line below the hip, and both lower links make the angle beta with that line,
 *
 * <pre>
 *   l1 sin(extension) = l2 sin(beta)        d = l2 cos(beta) - l1 cos(extension)
 *   pin  = d (sin swing, -cos swing)
 *   knee = l1 (-sin rear, cos rear)         foot = knee + f (sin(swing + beta), -cos(swing + beta))
 * </pre>
 *
 * where d is the distance of the pin from the hip and f the distance of the foot from the rear
 * knee. Since l1 is shorter than l2, beta stays below pi/2 and the leg closes for every pair of
 * angles.
 */
public final class FiveBarLeg {
  private final double upperLink;
  private final double lowerLink;
  private final double kneeToFoot;

  /** Creates a leg with the dimensions of {@code geometry}. */
  public FiveBarLeg(RobotGeometry geometry) {
    upperLink = geometry.upperLink();
    lowerLink = geometry.lowerLink();
    kneeToFoot = geometry.kneeToFoot();
  }

  /** Swing of two motor angles. */
  public static double swing(double rear, double front) {
    return 0.5 * (rear - front);
  }

  /** Extension of two motor angles. */
  public static double extension(double rear, double front) {
    return 0.5 * (rear + front);
  }

  /** Angle of the rear motor. */
  public static double rearAngle(double swing, double extension) {
    return extension + swing;
  }

  /** Angle of the front motor. */
  public static double frontAngle(double swing, double extension) {
    return extension - swing;
  }

  /**
   * Center of the spherical foot.
   *
   * @param xz {@code [2]} x and z from the hip. Modified.
   */
  public void footPosition(double rear, double front, double[] xz) {
    double swing = swing(rear, front);
    double sinBeta = sinBeta(StrictMath.sin(extension(rear, front)));
    double cosBeta = Math.sqrt(1 - sinBeta * sinBeta);
    double sinSwing = StrictMath.sin(swing);
    double cosSwing = StrictMath.cos(swing);
    double sinLower = sinSwing * cosBeta + cosSwing * sinBeta;
    double cosLower = cosSwing * cosBeta - sinSwing * sinBeta;
    xz[0] = -upperLink * StrictMath.sin(rear) + kneeToFoot * sinLower;
    xz[1] = upperLink * StrictMath.cos(rear) - kneeToFoot * cosLower;
  }

  /**
   * The pin that joins the two lower links.
   *
   * @param xz {@code [2]} x and z from the hip. Modified.
   */
  public void pinPosition(double rear, double front, double[] xz) {
    double swing = swing(rear, front);
    double extension = extension(rear, front);
    double sinBeta = sinBeta(StrictMath.sin(extension));
    double hipToPin =
        lowerLink * Math.sqrt(1 - sinBeta * sinBeta) - upperLink * StrictMath.cos(extension);
    xz[0] = hipToPin * StrictMath.sin(swing);
    xz[1] = -hipToPin * StrictMath.cos(swing);
  }

  private double sinBeta(double sinExtension) {
    return upperLink / lowerLink * sinExtension;
  }
}
