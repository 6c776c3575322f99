package minitaur.sim.dynamics;

/** Quantities of the robot's dynamics that only tests compute. */
final class TestDynamics {
  private static final int TRUNK = 6;

  private TestDynamics() {}

  /** A copy of a model with another gravity, m/s2 in world axes. */
  static RobotModel withGravity(RobotModel model, double x, double y, double z) {
    return new RobotModel(
        model.geometry(),
        model.trunk(),
        model.links(),
        new RobotModel.Gravity(x, y, z),
        model.friction(),
        model.spheres());
  }

  /** An entry of the whole mass matrix; zero outside the sparsity pattern. */
  static double entry(ArrowMatrix matrix, int row, int column) {
    if (column > row) {
      return entry(matrix, column, row);
    }
    if (row < TRUNK) {
      return matrix.trunk[TRUNK * row + column];
    }
    for (int k = 0; k < 4; k++) {
      ArrowMatrix.LegBlock leg = matrix.leg(k);
      if (row == leg.rear || row == leg.front) {
        if (column < TRUNK) {
          return row == leg.rear ? leg.trunkRear[column] : leg.trunkFront[column];
        }
        if (column == row) {
          return row == leg.rear ? leg.rearRear : leg.frontFront;
        }
        if (column == leg.rear || column == leg.front) {
          return leg.rearFront;
        }
      }
    }
    return 0;
  }

  /** {@code [14]} bias of the last update in trunk axes: the negative force without torques. */
  static double[] bias(UnconstrainedDynamics dynamics) {
    double[] bias = new double[MultibodyState.VELOCITIES];
    dynamics.force(new double[8], bias);
    for (int i = 0; i < bias.length; i++) {
      bias[i] = -bias[i];
    }
    return bias;
  }

  /**
   * Computes the acceleration of the robot without contacts.
   *
   * @param acceleration {@code [14]} time derivative of {@link MultibodyState#velocity}. Modified.
   */
  static void acceleration(
      UnconstrainedDynamics dynamics,
      MultibodyState state,
      double[] motorTorque,
      double[] acceleration) {
    dynamics.update(state);
    dynamics.force(motorTorque, acceleration);
    dynamics.massMatrix().solveLower(acceleration);
    dynamics.massMatrix().solveUpper(acceleration);
    dynamics.rotation().toWorld(acceleration);
  }

  /**
   * Computes linear momentum, and angular momentum about the world's origin, in world axes; the
   * dynamics must have been updated with {@code state}.
   *
   * @param momentum {@code [6]} kg m/s and kg m2/s. Modified.
   */
  static void momentum(UnconstrainedDynamics dynamics, MultibodyState state, double[] momentum) {
    for (int row = 0; row < momentum.length; row++) {
      momentum[row] = 0;
      for (int column = 0; column < MultibodyState.VELOCITIES; column++) {
        momentum[row] += entry(dynamics.massMatrix(), row, column) * dynamics.velocity()[column];
      }
    }
    RotationMatrix rotation = dynamics.rotation();
    double[] spin = {momentum[3], momentum[4], momentum[5]};
    rotation.toWorld(spin);
    rotation.toWorld(momentum);
    double[] p = state.position;
    momentum[3] = spin[0] + p[1] * momentum[2] - p[2] * momentum[1];
    momentum[4] = spin[1] + p[2] * momentum[0] - p[0] * momentum[2];
    momentum[5] = spin[2] + p[0] * momentum[1] - p[1] * momentum[0];
  }
}
