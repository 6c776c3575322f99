package minitaur.sim.dynamics;

import java.util.Arrays;
import minitaur.hal.Leg;
import minitaur.hal.Motor;

/**
 * Mass matrix and forces of the robot without contacts: {@code M a + bias = force}.
 *
 * <p>The velocities are those of {@link MultibodyState#velocity}. Internally, linear velocity and
 * force are expressed in trunk axes, in which the mass matrix depends on the motor angles only. The
 * acceleration of the trunk frame's origin is the inertial one, expressed in trunk axes.
 */
final class UnconstrainedDynamics {
  private final RobotModel model;
  private final LegDynamics[] legs = new LegDynamics[Leg.COUNT];
  private final CompositeInertia compositeInertia = new CompositeInertia();
  private final ArrowMatrix massMatrix = new ArrowMatrix();
  private final RotationMatrix rotation = new RotationMatrix();

  /** {@code [14]} in trunk axes. */
  private final double[] velocity = new double[MultibodyState.VELOCITIES];

  /** {@code [14]} in trunk axes. */
  private final double[] bias = new double[MultibodyState.VELOCITIES];

  private final double[] whitened = new double[MultibodyState.VELOCITIES];

  /** {@code [3]} acceleration of gravity in trunk axes, m/s2. */
  private final double[] gravity = new double[3];

  UnconstrainedDynamics(RobotModel model) {
    this.model = model;
    for (Leg leg : Leg.values()) {
      legs[leg.ordinal()] = new LegDynamics(model, leg);
    }
  }

  /** Computes kinematics, mass matrix, its factor and bias for {@code state}. Not modified. */
  void update(MultibodyState state) {
    rotation.set(state.quaternion);
    System.arraycopy(state.velocity, 0, velocity, 0, velocity.length);
    rotation.toTrunk(velocity);
    gravity[0] = model.gravity().x();
    gravity[1] = model.gravity().y();
    gravity[2] = model.gravity().z();
    rotation.toTrunk(gravity);
    compositeInertia.set(model.trunk());
    setTrunkBias();
    for (int k = 0; k < Leg.COUNT; k++) {
      LegDynamics leg = legs[k];
      ArrowMatrix.LegBlock block = massMatrix.leg(k);
      leg.update(
          state.motorAngle[block.rear - MultibodyState.FIRST_MOTOR],
          state.motorAngle[block.front - MultibodyState.FIRST_MOTOR],
          velocity[block.rear],
          velocity[block.front]);
      leg.addInertia(compositeInertia, block);
      leg.addBias(velocity, gravity, bias);
    }
    compositeInertia.writeTo(massMatrix);
    massMatrix.factor();
  }

  private void setTrunkBias() {
    TrunkInertia trunk = model.trunk();
    double wx = velocity[3];
    double wy = velocity[4];
    double wz = velocity[5];
    double x = trunk.com().x();
    double y = trunk.com().y();
    double z = trunk.com().z();
    // w x (w x c) - g
    double along = wx * x + wy * y + wz * z;
    double square = wx * wx + wy * wy + wz * wz;
    double fx = trunk.mass() * (wx * along - square * x - gravity[0]);
    double fy = trunk.mass() * (wy * along - square * y - gravity[1]);
    double fz = trunk.mass() * (wz * along - square * z - gravity[2]);
    // w x I w
    double angularMomentumX = trunk.inertia().xx() * wx + trunk.inertia().xz() * wz;
    double angularMomentumY = trunk.inertia().yy() * wy;
    double angularMomentumZ = trunk.inertia().xz() * wx + trunk.inertia().zz() * wz;
    bias[0] = fx;
    bias[1] = fy;
    bias[2] = fz;
    bias[3] = y * fz - z * fy + wy * angularMomentumZ - wz * angularMomentumY;
    bias[4] = z * fx - x * fz + wz * angularMomentumX - wx * angularMomentumZ;
    bias[5] = x * fy - y * fx + wx * angularMomentumY - wy * angularMomentumX;
    Arrays.fill(bias, MultibodyState.FIRST_MOTOR, bias.length, 0);
  }

  /**
   * Computes the generalized force that accelerates the robot: motor torques minus bias.
   *
   * @param motorTorque {@code [motor]} Nm. Not modified.
   * @param force {@code [14]} in trunk axes. Modified.
   */
  void force(double[] motorTorque, double[] force) {
    for (int i = 0; i < MultibodyState.FIRST_MOTOR; i++) {
      force[i] = -bias[i];
    }
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      int i = MultibodyState.FIRST_MOTOR + motor;
      force[i] = motorTorque[motor] - bias[i];
    }
  }

  /** The mass matrix of the last update, in trunk axes. */
  ArrowMatrix massMatrix() {
    return massMatrix;
  }

  /** The rotation of the last update. */
  RotationMatrix rotation() {
    return rotation;
  }

  /** {@code [14]} velocity of the last update in trunk axes. Not to be modified. */
  double[] velocity() {
    return velocity;
  }

  /** The kinematics of a leg at the last update. */
  LegKinematics leg(int leg) {
    return legs[leg].kinematics();
  }

  /** Kinetic energy of the last update, J: |L' v|^2 / 2. */
  double kineticEnergy() {
    System.arraycopy(velocity, 0, whitened, 0, velocity.length);
    massMatrix.multiplyUpper(whitened);
    return halfSquaredNorm(whitened);
  }

  /** Half the squared norm: the kinetic energy, J, of whitened velocities. */
  static double halfSquaredNorm(double[] w) {
    double sum = 0;
    for (double value : w) {
      sum += value * value;
    }
    return 0.5 * sum;
  }

  /**
   * Potential energy of the last update, J; zero if the center of mass is at the world's origin.
   */
  double potentialEnergy(MultibodyState state) {
    double atOrigin =
        compositeInertia.mass
            * (model.gravity().x() * state.position[0]
                + model.gravity().y() * state.position[1]
                + model.gravity().z() * state.position[2]);
    return -atOrigin
        - gravity[0] * compositeInertia.momentX
        - gravity[1] * compositeInertia.momentY
        - gravity[2] * compositeInertia.momentZ;
  }
}
