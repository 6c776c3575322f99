package minitaur.sim.dynamics;

import minitaur.hal.Leg;
import minitaur.hal.RobotGeometry;

/**
 * Kinematics of one leg's four links relative to the trunk, as a function of its two motors.
 *
 * <p>The extension e is half the sum of the motor angles, the swing s half their difference. The
 * leg as a whole is rotated by -s about y. Within it the upper links are at -e (rear) and +e
 * (front), the lower links at pi - beta (long) and beta - pi (short), with
 *
 * <pre>
 *   sin beta = (l1 / l2) sin e
 *   beta'    = (l1 / l2) cos e / cos beta           d beta / d e
 *   beta''   = tan beta (beta'^2 - 1)               d beta' / d e
 * </pre>
 *
 * This closes the loop exactly for every pair of angles, so there is no drift. It needs only four
 * sines and cosines per leg.
 */
final class LegKinematics {
  private final double upperLink;
  private final double ratio;

  private final LinkKinematics upperRear = new LinkKinematics();
  private final LinkKinematics upperFront = new LinkKinematics();
  private final LinkKinematics lowerLong = new LinkKinematics();
  private final LinkKinematics lowerShort = new LinkKinematics();
  private final LinkKinematics[] links = {upperRear, upperFront, lowerLong, lowerShort};

  LegKinematics(RobotGeometry geometry, Leg leg) {
    upperLink = geometry.upperLink();
    ratio = geometry.upperLink() / geometry.lowerLink();
    upperRear.joint.x = geometry.hipX(leg);
    upperRear.joint.z = geometry.hipZ();
    upperFront.joint.x = geometry.hipX(leg);
    upperFront.joint.z = geometry.hipZ();
  }

  /** The motion of a link. */
  LinkKinematics link(LegLink link) {
    return links[link.ordinal()];
  }

  /** Sets motor angles, rad, and rates, rad/s. */
  void update(double rear, double front, double rearRate, double frontRate) {
    double swing = 0.5 * (rear - front);
    double extension = 0.5 * (rear + front);
    double extensionRate = 0.5 * (rearRate + frontRate);
    double sinSwing = StrictMath.sin(swing);
    double cosSwing = StrictMath.cos(swing);
    double sinExtension = StrictMath.sin(extension);
    double cosExtension = StrictMath.cos(extension);

    double sinBeta = ratio * sinExtension;
    double cosBeta = Math.sqrt(1 - sinBeta * sinBeta);
    double betaRate = ratio * cosExtension / cosBeta;
    double betaBias = sinBeta / cosBeta * (betaRate * betaRate - 1) * extensionRate * extensionRate;

    double sinExtCosSwing = sinExtension * cosSwing;
    double cosExtSinSwing = cosExtension * sinSwing;
    double cosExtCosSwing = cosExtension * cosSwing;
    double sinExtSinSwing = sinExtension * sinSwing;
    // Angles -(extension + swing) and extension - swing.
    upperRear.setAngle(-(sinExtCosSwing + cosExtSinSwing), cosExtCosSwing - sinExtSinSwing, -1, 0);
    upperRear.setRates(rearRate, frontRate, 0);
    upperFront.setAngle(sinExtCosSwing - cosExtSinSwing, cosExtCosSwing + sinExtSinSwing, 0, 1);
    upperFront.setRates(rearRate, frontRate, 0);
    upperRear.computePoint(upperLink, lowerLong.joint);
    upperFront.computePoint(upperLink, lowerShort.joint);
    // Angles pi - (swing + beta) and -pi - (swing - beta).
    lowerLong.setAngle(
        sinSwing * cosBeta + cosSwing * sinBeta,
        sinSwing * sinBeta - cosSwing * cosBeta,
        -0.5 * (1 + betaRate),
        0.5 * (1 - betaRate));
    lowerLong.setRates(rearRate, frontRate, -betaBias);
    lowerShort.setAngle(
        sinSwing * cosBeta - cosSwing * sinBeta,
        -sinSwing * sinBeta - cosSwing * cosBeta,
        -0.5 * (1 - betaRate),
        0.5 * (1 + betaRate));
    lowerShort.setRates(rearRate, frontRate, betaBias);
  }
}
