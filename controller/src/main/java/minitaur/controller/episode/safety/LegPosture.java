package minitaur.controller.episode.safety;

import minitaur.hal.Leg;
import minitaur.hal.RobotGeometry;
import minitaur.hal.RobotState;
import minitaur.hal.leg.FiveBarLeg;

/**
 * Computes from measured motor angles how high the legs hold the trunk, and how close the legs are
 * to each other and to their stops. Does not allocate after construction. Not thread-safe.
 */
final class LegPosture {
  private final RobotGeometry geometry;
  private final FiveBarLeg kinematics;
  private final double[] foot = new double[2];
  private final double[] footX = new double[Leg.COUNT];

  private double height;
  private double legGap;
  private double stopMargin;

  LegPosture(RobotGeometry geometry) {
    this.geometry = geometry;
    kinematics = new FiveBarLeg(geometry);
  }

  /**
   * Updates the posture; results are NaN where an angle is NaN.
   *
   * @param state Not modified.
   */
  void update(RobotState state) {
    // Third row of R = Ry(pitch) Rx(roll): contribution of a trunk point to its height.
    double r31 = -StrictMath.sin(state.pitchRad);
    double r32 = StrictMath.cos(state.pitchRad) * StrictMath.sin(state.rollRad);
    double r33 = StrictMath.cos(state.pitchRad) * StrictMath.cos(state.rollRad);
    height = Double.NEGATIVE_INFINITY;
    stopMargin = Double.POSITIVE_INFINITY;
    for (int index = 0; index < Leg.COUNT; index++) {
      Leg currentLeg = Leg.of(index);
      double rear = state.motorAngleRad[currentLeg.rear().ordinal()];
      double front = state.motorAngleRad[currentLeg.front().ordinal()];
      kinematics.footPosition(rear, front, foot);
      footX[index] = geometry.hipX(currentLeg) + foot[0];
      double footDepth =
          -(r31 * footX[index]
              + r32 * geometry.hipY(currentLeg)
              + r33 * (geometry.hipZ() + foot[1]));
      height = Math.max(height, footDepth + geometry.footRadius());
      double sum = rear + front;
      double margin = Math.min(sum, 2 * Math.PI - sum) - geometry.minMotorSum();
      stopMargin = Math.min(stopMargin, margin);
    }
    legGap =
        Math.min(
            legGap(state, Leg.FRONT_LEFT, Leg.BACK_LEFT),
            legGap(state, Leg.FRONT_RIGHT, Leg.BACK_RIGHT));
  }

  private double legGap(RobotState state, Leg front, Leg back) {
    double frontKnee = kneeX(front, -state.motorAngleRad[front.rear().ordinal()]);
    double backKnee = kneeX(back, state.motorAngleRad[back.front().ordinal()]);
    return Math.min(footX[front.ordinal()], frontKnee) - Math.max(footX[back.ordinal()], backKnee);
  }

  /** Position of a knee along the trunk; the angle of a rear motor is negated. */
  private double kneeX(Leg currentLeg, double angle) {
    return geometry.hipX(currentLeg) + geometry.upperLink() * StrictMath.sin(angle);
  }

  /** Height of the trunk origin above the ground if the leg that holds it highest stands, m. */
  double height() {
    return height;
  }

  /**
   * Min distance along the trunk between foot and knees of a front leg and those of the back leg,
   * m.
   */
  double legGap() {
    return legGap;
  }

  /** Min distance of a leg's sum of motor angles to its stops, rad. */
  double stopMargin() {
    return stopMargin;
  }
}
