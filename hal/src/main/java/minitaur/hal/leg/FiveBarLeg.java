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
  private final double minMotorSum;

  /** Creates a leg with the dimensions of {@code geometry}. */
  public FiveBarLeg(RobotGeometry geometry) {
    upperLink = geometry.upperLink();
    lowerLink = geometry.lowerLink();
    kneeToFoot = geometry.kneeToFoot();
    minMotorSum = geometry.minMotorSum();
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

  /**
   * Jacobian of the foot's center with respect to the motor angles, m/rad.
   *
   * @param jacobian {@code [2 x 2]} row-major, rows x and z, columns rear and front. Modified.
   */
  public void footJacobian(double rear, double front, double[] jacobian) {
    double swing = swing(rear, front);
    double extension = extension(rear, front);
    double sinBeta = sinBeta(StrictMath.sin(extension));
    double cosBeta = Math.sqrt(1 - sinBeta * sinBeta);
    // d beta / d extension, from l1 sin(extension) = l2 sin(beta)
    double betaByExtension = upperLink * StrictMath.cos(extension) / (lowerLink * cosBeta);
    double lowerByRear = 0.5 * (betaByExtension + 1);
    double lowerByFront = 0.5 * (betaByExtension - 1);
    double sinSwing = StrictMath.sin(swing);
    double cosSwing = StrictMath.cos(swing);
    double footXByLower = kneeToFoot * (cosSwing * cosBeta - sinSwing * sinBeta);
    double footZByLower = kneeToFoot * (sinSwing * cosBeta + cosSwing * sinBeta);
    jacobian[0] = -upperLink * StrictMath.cos(rear) + footXByLower * lowerByRear;
    jacobian[1] = footXByLower * lowerByFront;
    jacobian[2] = -upperLink * StrictMath.sin(rear) + footZByLower * lowerByRear;
    jacobian[3] = footZByLower * lowerByFront;
  }

  /**
   * Computes the motor angles that place the foot's center at a point (inverse kinematics).
   *
   * <p>Hip, rear knee and foot form a two-link chain whose knee points backward. The chain gives
   * the position of the pin; the pin's direction from the hip gives the swing, and its distance
   * gives the extension.
   *
   * @param x meters in front of the hip
   * @param z meters above the hip
   * @param angles {@code [2]} angle of the rear and of the front motor. Modified only when the
   *     point can be reached.
   * @return whether the point can be reached within the leg's stop
   */
  public boolean inverseKinematics(double x, double z, double[] angles) {
    double squaredReach = x * x + z * z;
    double reach = Math.sqrt(squaredReach);
    if (!(reach >= kneeToFoot - upperLink && reach <= kneeToFoot + upperLink)) {
      return false;
    }
    // Law of cosines in the triangle hip, rear knee, foot: the angle at the hip.
    double cosHip =
        (upperLink * upperLink + squaredReach - kneeToFoot * kneeToFoot) / (2 * upperLink * reach);
    double sinHip = Math.sqrt(Math.max(0, 1 - cosHip * cosHip));
    double directionX = x / reach;
    double directionZ = z / reach;
    double kneeX = upperLink * (cosHip * directionX + sinHip * directionZ);
    double kneeZ = upperLink * (cosHip * directionZ - sinHip * directionX);
    double pinX = kneeX + (x - kneeX) * lowerLink / kneeToFoot;
    double pinZ = kneeZ + (z - kneeZ) * lowerLink / kneeToFoot;
    double hipToPin = Math.sqrt(pinX * pinX + pinZ * pinZ);
    double swing = StrictMath.atan2(pinX, -pinZ);
    // Law of cosines in the triangle hip, knee, pin; the extension is the outer angle at the hip.
    double cosExtension =
        (lowerLink * lowerLink - upperLink * upperLink - hipToPin * hipToPin)
            / (2 * upperLink * hipToPin);
    double sinExtension = Math.sqrt(Math.max(0, 1 - cosExtension * cosExtension));
    double extension = StrictMath.atan2(sinExtension, cosExtension);
    if (2 * extension < minMotorSum || 2 * extension > 2 * Math.PI - minMotorSum) {
      return false;
    }
    angles[0] = rearAngle(swing, extension);
    angles[1] = frontAngle(swing, extension);
    return true;
  }

  private double sinBeta(double sinExtension) {
    return upperLink / lowerLink * sinExtension;
  }
}
