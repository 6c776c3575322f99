package minitaur.sim.dynamics;

/**
 * Classical fourth-order Runge-Kutta step for free flight, for comparison with exact references.
 *
 * <p>Rotations are added in the tangent space at the start of the step. The inverse derivative of
 * the exponential map is truncated after the second-order term, which suffices for fourth order.
 */
final class RungeKutta {
  private final UnconstrainedDynamics dynamics;
  private final double[][] rates = new double[4][14];
  private final double[][] accelerations = new double[4][14];
  private final double[] crossProduct = new double[3];
  private final MultibodyState stageState = new MultibodyState();

  RungeKutta(UnconstrainedDynamics dynamics) {
    this.dynamics = dynamics;
  }

  void step(MultibodyState state, double[] torque, double h) {
    double[] offset = new double[14];
    double[] fractions = {0, 0.5, 0.5, 1};
    for (int stage = 0; stage < 4; stage++) {
      stageState.set(state);
      for (int i = 0; i < 14; i++) {
        double previousRate = stage == 0 ? 0 : rates[stage - 1][i];
        double previousAcceleration = stage == 0 ? 0 : accelerations[stage - 1][i];
        offset[i] = fractions[stage] * h * previousRate;
        stageState.velocity[i] += fractions[stage] * h * previousAcceleration;
      }
      stageState.advance(offset, 1);
      TestDynamics.acceleration(dynamics, stageState, torque, accelerations[stage]);
      System.arraycopy(stageState.velocity, 0, rates[stage], 0, 14);
      correctRotationRate(offset, rates[stage]);
    }
    double[] mean = new double[14];
    for (int i = 0; i < 14; i++) {
      mean[i] = (rates[0][i] + 2 * rates[1][i] + 2 * rates[2][i] + rates[3][i]) / 6;
      state.velocity[i] +=
          h
              / 6
              * (accelerations[0][i]
                  + 2 * accelerations[1][i]
                  + 2 * accelerations[2][i]
                  + accelerations[3][i]);
    }
    state.advance(mean, h);
  }

  /** Rate of the rotation vector: r' = w + r x w / 2 + r x (r x w) / 12. */
  private void correctRotationRate(double[] offset, double[] rate) {
    cross(offset, rate[3], rate[4], rate[5]);
    double ax = crossProduct[0];
    double ay = crossProduct[1];
    double az = crossProduct[2];
    cross(offset, ax, ay, az);
    rate[3] += ax / 2 + crossProduct[0] / 12;
    rate[4] += ay / 2 + crossProduct[1] / 12;
    rate[5] += az / 2 + crossProduct[2] / 12;
  }

  private void cross(double[] offset, double x, double y, double z) {
    crossProduct[0] = offset[4] * z - offset[5] * y;
    crossProduct[1] = offset[5] * x - offset[3] * z;
    crossProduct[2] = offset[3] * y - offset[4] * x;
  }
}
