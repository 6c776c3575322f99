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
  private final FiveBarLeg leg;
  private final double[] foot = new double[2];
  private final double[] footX = new double[Leg.COUNT];

  private double height;
  private double gap;
  private double stopMargin;

  LegPosture(RobotGeometry geometry) {
    this.geometry = geometry;
    leg = new FiveBarLeg(geometry);
  }

  /**
   * Updates the posture; results are NaN where an angle is NaN.
   *
   * @param state Not modified.
   */
  void update(RobotState state) {
    // Third row of R = Ry(pitch) Rx(roll): contribution of a trunk point to its height.
    double byX = -StrictMath.sin(state.pitchRad);
    double byY = StrictMath.cos(state.pitchRad) * StrictMath.sin(state.rollRad);
    double byZ = StrictMath.cos(state.pitchRad) * StrictMath.cos(state.rollRad);
    height = Double.NEGATIVE_INFINITY;
    stopMargin = Double.POSITIVE_INFINITY;
    for (int index = 0; index < Leg.COUNT; index++) {
      Leg at = Leg.of(index);
      double rear = state.motorAngleRad[at.rear().ordinal()];
      double front = state.motorAngleRad[at.front().ordinal()];
      leg.foot(rear, front, foot);
      footX[index] = geometry.hipX(at) + foot[0];
      double below =
          -(byX * footX[index] + byY * geometry.hipY(at) + byZ * (geometry.hipZ() + foot[1]));
      height = Math.max(height, below + geometry.footRadius());
      double sum = rear + front;
      double toStop = Math.min(sum, 2 * Math.PI - sum) - geometry.motorSumStop();
      stopMargin = Math.min(stopMargin, toStop);
    }
    gap =
        Math.min(
            gap(state, Leg.FRONT_LEFT, Leg.BACK_LEFT), gap(state, Leg.FRONT_RIGHT, Leg.BACK_RIGHT));
  }

  private double gap(RobotState state, Leg front, Leg back) {
    double frontKnee = kneeX(front, -state.motorAngleRad[front.rear().ordinal()]);
    double backKnee = kneeX(back, state.motorAngleRad[back.front().ordinal()]);
    return Math.min(footX[front.ordinal()], frontKnee) - Math.max(footX[back.ordinal()], backKnee);
  }

  /** Position of a knee along the trunk; the angle of a rear motor is negated. */
  private double kneeX(Leg at, double angle) {
    return geometry.hipX(at) + geometry.upperLink() * StrictMath.sin(angle);
  }

  /** Height of the trunk origin above the ground if the leg that holds it highest stands, m. */
  double height() {
    return height;
  }

  /**
   * Min distance along the trunk between foot and knees of a front leg and those of the back leg,
   * m.
   */
  double gap() {
    return gap;
  }

  /** Min distance of a leg's sum of motor angles to its stops, rad. */
  double stopMargin() {
    return stopMargin;
  }
}
