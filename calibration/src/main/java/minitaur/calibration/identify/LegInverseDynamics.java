package minitaur.calibration.identify;

import minitaur.hal.RobotGeometry;

/**
 * Inverse dynamics of a leg whose trunk is held, without rotor inertia and friction, which are to
 * be identified.
 *
 * <p>Planar, x forward and z up from the hip. A link at the angle phi from the z axis toward x has
 * its center of mass at {@code joint + c (sin phi, cos phi)}; the upper links are at -rear and
 * front, the lower ones at {@code pi -+ (swing +- beta)} with {@code l2 sin beta = l1 sin
 * extension} (see {@link minitaur.hal.leg.FiveBarLeg}). Each motor's torque is the sum over the
 * links of {@code m dp/dq (p'' - g) + I dphi/dq phi''}.
 *
 * <p>Masses: PyBullet's system-identified {@code minitaur_rainbow_dash.urdf}, as in the nominal
 * simulated robot. A deviating mass of the lower links appears as a different torque constant.
 */
final class LegInverseDynamics {
  private static final double GRAVITY = 9.81;

  /**
   * Rotor and upper link as one body: mass, kg, and distance of its center of mass from the motor,
   * m.
   */
  private static final double UPPER_MASS = 0.106;

  private static final double UPPER_CENTER = 0.0144339622642;

  /**
   * Rear lower link, with the foot: mass, kg; distance of its center of mass from the knee, m;
   * inertia, kg m2.
   */
  private static final double REAR_LOWER_MASS = 0.086;

  private static final double REAR_LOWER_CENTER = 0.120;
  private static final double REAR_LOWER_INERTIA = 0.00032637;

  /** Front lower link, without the foot; as above. */
  private static final double FRONT_LOWER_MASS = 0.072;

  private static final double FRONT_LOWER_CENTER = 0.100;
  private static final double FRONT_LOWER_INERTIA = 0.00023325;

  private final double upperLink;
  private final double ratio;
  private final LegPoint knee = new LegPoint();
  private final LegPoint centerOfMass = new LegPoint();

  /** {@code [rear, front]} Nm. */
  private final double[] torque = new double[2];

  LegInverseDynamics(RobotGeometry geometry) {
    upperLink = geometry.upperLink();
    ratio = geometry.upperLink() / geometry.lowerLink();
  }

  /**
   * A point on the leg: Jacobian of its position with respect to the motor angles, m/rad, and its
   * acceleration.
   */
  private static final class LegPoint {
    double xByRear;
    double zByRear;
    double xByFront;
    double zByFront;
    double xAcceleration;
    double zAcceleration;

    void setAtHip() {
      xByRear = 0;
      zByRear = 0;
      xByFront = 0;
      zByFront = 0;
      xAcceleration = 0;
      zAcceleration = 0;
    }

    /** Sets this point at {@code distance} along a link that begins at {@code joint}. */
    void setAlongLink(LegPoint joint, double distance, LinkAngle angle) {
      double cosine = distance * Math.cos(angle.phi);
      double sine = distance * Math.sin(angle.phi);
      xByRear = joint.xByRear + cosine * angle.byRear;
      zByRear = joint.zByRear - sine * angle.byRear;
      xByFront = joint.xByFront + cosine * angle.byFront;
      zByFront = joint.zByFront - sine * angle.byFront;
      xAcceleration =
          joint.xAcceleration + cosine * angle.acceleration - sine * angle.rate * angle.rate;
      zAcceleration =
          joint.zAcceleration - sine * angle.acceleration - cosine * angle.rate * angle.rate;
    }
  }

  /** A link's angle with its derivatives with respect to the motor angles and to time. */
  private record LinkAngle(
      double phi, double byRear, double byFront, double rate, double acceleration) {}

  /**
   * Computes the torques of a motion, {@code [rear, front]} Nm, which are valid until the next
   * call.
   *
   * @param q {@code [rear, front]} angles, rad. Not modified.
   * @param rate {@code [rear, front]} rad/s. Not modified.
   * @param acceleration {@code [rear, front]} rad/s2. Not modified.
   */
  double[] torque(double[] q, double[] rate, double[] acceleration) {
    torque[0] = 0;
    torque[1] = 0;
    double swing = 0.5 * (q[0] - q[1]);
    double extension = 0.5 * (q[0] + q[1]);
    double sinBeta = ratio * Math.sin(extension);
    double cosBeta = Math.sqrt(1 - sinBeta * sinBeta);
    double beta = Math.asin(sinBeta);
    double betaRate = ratio * Math.cos(extension) / cosBeta;
    double extensionRate = 0.5 * (rate[0] + rate[1]);
    double betaBias = sinBeta / cosBeta * (betaRate * betaRate - 1) * extensionRate * extensionRate;

    LinkAngle upperRear = linkAngle(-q[0], -1, 0, 0, rate, acceleration);
    LinkAngle upperFront = linkAngle(q[1], 0, 1, 0, rate, acceleration);
    addUpper(upperRear);
    addUpper(upperFront);
    knee.setAtHip();
    knee.setAlongLink(knee, upperLink, upperRear);
    addLower(
        linkAngle(
            Math.PI - swing - beta,
            -0.5 * (1 + betaRate),
            0.5 * (1 - betaRate),
            -betaBias,
            rate,
            acceleration),
        REAR_LOWER_MASS,
        REAR_LOWER_CENTER,
        REAR_LOWER_INERTIA);
    knee.setAtHip();
    knee.setAlongLink(knee, upperLink, upperFront);
    addLower(
        linkAngle(
            Math.PI - swing + beta,
            -0.5 * (1 - betaRate),
            0.5 * (1 + betaRate),
            betaBias,
            rate,
            acceleration),
        FRONT_LOWER_MASS,
        FRONT_LOWER_CENTER,
        FRONT_LOWER_INERTIA);
    return torque;
  }

  private static LinkAngle linkAngle(
      double phi,
      double byRear,
      double byFront,
      double bias,
      double[] rate,
      double[] acceleration) {
    return new LinkAngle(
        phi,
        byRear,
        byFront,
        byRear * rate[0] + byFront * rate[1],
        byRear * acceleration[0] + byFront * acceleration[1] + bias);
  }

  private void addUpper(LinkAngle angle) {
    knee.setAtHip();
    centerOfMass.setAlongLink(knee, UPPER_CENTER, angle);
    addInertialForce(UPPER_MASS);
  }

  private void addLower(LinkAngle angle, double mass, double distance, double inertia) {
    centerOfMass.setAlongLink(knee, distance, angle);
    addInertialForce(mass);
    torque[0] += inertia * angle.byRear() * angle.acceleration();
    torque[1] += inertia * angle.byFront() * angle.acceleration();
  }

  private void addInertialForce(double mass) {
    double forceX = mass * centerOfMass.xAcceleration;
    double forceZ = mass * (centerOfMass.zAcceleration + GRAVITY);
    torque[0] += centerOfMass.xByRear * forceX + centerOfMass.zByRear * forceZ;
    torque[1] += centerOfMass.xByFront * forceX + centerOfMass.zByFront * forceZ;
  }
}
