package minitaur.sim.dynamics;

/**
 * Kinematics of one link of a leg relative to the trunk: its angle and its upper joint, their
 * derivatives with respect to the motor angles, their rates, and their accelerations at constant
 * motor rates (the bias).
 *
 * <p>The angle is a rotation about the trunk's y axis. At 0 the link points straight up, so the
 * link's axis is (sin, 0, cos) in trunk axes.
 */
final class LinkKinematics {
  /** Sine and cosine of the angle. */
  double sine;

  double cosine;

  /**
   * Derivatives of the angle with respect to the motor angles; constant except for the lower links.
   */
  double angleByRear;

  double angleByFront;

  /** Angular velocity about y relative to the trunk, rad/s. */
  double rate;

  /** Angular acceleration about y relative to the trunk at constant motor rates, rad/s2. */
  double bias;

  /** The link's upper joint: the hip, which is fixed, or a knee. */
  final LinkPoint joint = new LinkPoint();

  /** Sets the angle and its derivatives with respect to the motor angles. */
  void setAngle(double newSine, double newCosine, double byRear, double byFront) {
    sine = newSine;
    cosine = newCosine;
    angleByRear = byRear;
    angleByFront = byFront;
  }

  /** Sets motor rates, rad/s, and the bias; the angle must have been set. */
  void setRates(double rearRate, double frontRate, double newBias) {
    rate = angleByRear * rearRate + angleByFront * frontRate;
    bias = newBias;
  }

  /**
   * Computes a point on the link's axis.
   *
   * @param distance distance from the upper joint, m
   * @param point Modified: every field is set.
   */
  void computePoint(double distance, LinkPoint point) {
    double alongX = distance * sine;
    double alongZ = distance * cosine;
    point.x = joint.x + alongX;
    point.z = joint.z + alongZ;
    // The derivative of (sin, cos) with respect to the angle is (cos, -sin).
    point.xByRear = joint.xByRear + alongZ * angleByRear;
    point.zByRear = joint.zByRear - alongX * angleByRear;
    point.xByFront = joint.xByFront + alongZ * angleByFront;
    point.zByFront = joint.zByFront - alongX * angleByFront;
    point.velocityX = joint.velocityX + alongZ * rate;
    point.velocityZ = joint.velocityZ - alongX * rate;
    point.biasX = joint.biasX + alongZ * bias - alongX * rate * rate;
    point.biasZ = joint.biasZ - alongX * bias - alongZ * rate * rate;
  }
}
