package minitaur.sim.dynamics;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import minitaur.sim.contact.ConstraintRow;
import minitaur.sim.terrain.Block;

/**
 * State of a movable block, a free rigid body: pose and velocity. Mutable; its owner may write to
 * it between steps.
 *
 * <p>Whitening scales the linear velocities by the square root of the mass and the angular
 * velocities, in block axes, by the square roots of the principal moments of inertia.
 */
public final class BlockState {
  /** Number of velocity coordinates. */
  static final int VELOCITIES = ConstraintRow.BODY_DOFS;

  private static final int GYROSCOPIC_ITERATIONS = 4;

  /** {@code [3]} center, world, m. */
  public final double[] position;

  /** {@code [4]} w x y z, unit rotation from block to world axes. */
  public final double[] quaternion = new double[4];

  /** {@code [6]} linear velocity of the center, world, m/s; angular velocity, block axes, rad/s. */
  public final double[] velocity = new double[VELOCITIES];

  private final Block block;
  private final BoxPose pose;
  private final double sqrtMass;
  private final double[] inertia = new double[3];
  private final double[] sqrtInertia = new double[3];

  // Scratch space.
  private final double[] midpointVelocity = new double[3];

  BlockState(Block block) {
    this.block = block;
    pose = new BoxPose(block.box());
    position = pose.center;
    sqrtMass = Math.sqrt(block.massKg());
    for (int axis = 0; axis < 3; axis++) {
      double halfU = pose.halfSize[(axis + 1) % 3];
      double halfV = pose.halfSize[(axis + 2) % 3];
      inertia[axis] = block.massKg() / 3 * (halfU * halfU + halfV * halfV);
      sqrtInertia[axis] = Math.sqrt(inertia[axis]);
    }
    reset();
  }

  /** Shape, mass, friction and initial pose. */
  public Block block() {
    return block;
  }

  /** Number of corners of a block. */
  public static final int CORNERS = 8;

  /**
   * World coordinate of a corner, m.
   *
   * @param corner 0 to 7; bits 0 to 2 select the positive side along x, y and z
   * @param coordinate 0 to 2 for x, y and z
   */
  public double corner(int corner, int coordinate) {
    update();
    return pose.corner(corner, coordinate);
  }

  /** Size and pose at the last update. */
  BoxPose pose() {
    return pose;
  }

  /** Resets the block to its initial pose, at rest. */
  void reset() {
    pose.setPose(block.box());
    quaternion[0] = StrictMath.cos(0.5 * block.box().yawRad());
    quaternion[1] = 0;
    quaternion[2] = 0;
    quaternion[3] = StrictMath.sin(0.5 * block.box().yawRad());
    Arrays.fill(velocity, 0);
  }

  /** Updates the pose from the quaternion. */
  void update() {
    pose.setRotation(quaternion);
  }

  /** Upper bound of the speed of any point of the block, m/s. */
  double maxPointSpeed() {
    double linear =
        velocity[0] * velocity[0] + velocity[1] * velocity[1] + velocity[2] * velocity[2];
    double angular =
        velocity[3] * velocity[3] + velocity[4] * velocity[4] + velocity[5] * velocity[5];
    return Math.sqrt(linear) + pose.radius * Math.sqrt(angular);
  }

  /**
   * Writes the block's whitened velocity at the end of the step without contacts. The gyroscopic
   * torque is integrated with the implicit midpoint rule, which conserves kinetic energy.
   *
   * @param gravityX acceleration of gravity, world, m/s2; gravityY, gravityZ likewise
   * @param w whitened velocities of all bodies. Modified from {@code offset} on.
   */
  void setFreeVelocity(
      double gravityX, double gravityY, double gravityZ, double seconds, double[] w, int offset) {
    w[offset] = sqrtMass * (velocity[0] + seconds * gravityX);
    w[offset + 1] = sqrtMass * (velocity[1] + seconds * gravityY);
    w[offset + 2] = sqrtMass * (velocity[2] + seconds * gravityZ);
    midpointVelocity[0] = velocity[3];
    midpointVelocity[1] = velocity[4];
    midpointVelocity[2] = velocity[5];
    for (int i = 0; i < GYROSCOPIC_ITERATIONS; i++) {
      double x = midpointVelocity[0];
      double y = midpointVelocity[1];
      double z = midpointVelocity[2];
      // I dw/dt = I w x w
      midpointVelocity[0] =
          velocity[3] + 0.5 * seconds * (inertia[1] - inertia[2]) * y * z / inertia[0];
      midpointVelocity[1] =
          velocity[4] + 0.5 * seconds * (inertia[2] - inertia[0]) * z * x / inertia[1];
      midpointVelocity[2] =
          velocity[5] + 0.5 * seconds * (inertia[0] - inertia[1]) * x * y / inertia[2];
    }
    for (int axis = 0; axis < 3; axis++) {
      w[offset + 3 + axis] = sqrtInertia[axis] * (2 * midpointVelocity[axis] - velocity[3 + axis]);
    }
  }

  /** Sets the velocity at the end of the step from {@code w}. */
  void setVelocity(double[] w, int offset) {
    for (int axis = 0; axis < 3; axis++) {
      velocity[axis] = w[offset + axis] / sqrtMass;
      velocity[3 + axis] = w[offset + 3 + axis] / sqrtInertia[axis];
    }
  }

  /**
   * Integrates the pose over a step.
   *
   * @param correction whitened velocity correction that applies to this step only. Not modified.
   */
  void advance(double[] correction, int offset, double seconds) {
    for (int axis = 0; axis < 3; axis++) {
      position[axis] += seconds * (velocity[axis] + correction[offset + axis] / sqrtMass);
    }
    MultibodyState.rotate(
        quaternion,
        seconds * (velocity[3] + correction[offset + 3] / sqrtInertia[0]),
        seconds * (velocity[4] + correction[offset + 4] / sqrtInertia[1]),
        seconds * (velocity[5] + correction[offset + 5] / sqrtInertia[2]));
  }

  /**
   * Writes the whitened Jacobian row of a block point's velocity along a direction.
   *
   * @param x the point, world; y, z likewise
   * @param dx the direction, world; negated for a velocity that is subtracted; dy, dz likewise
   * @param coefficients {@code [6]} Modified.
   */
  void setJacobianRow(
      double x, double y, double z, double dx, double dy, double dz, double[] coefficients) {
    double armX = x - position[0];
    double armY = y - position[1];
    double armZ = z - position[2];
    double crossX = armY * dz - armZ * dy;
    double crossY = armZ * dx - armX * dz;
    double crossZ = armX * dy - armY * dx;
    coefficients[0] = dx / sqrtMass;
    coefficients[1] = dy / sqrtMass;
    coefficients[2] = dz / sqrtMass;
    for (int axis = 0; axis < 3; axis++) {
      coefficients[3 + axis] = pose.component(axis, crossX, crossY, crossZ) / sqrtInertia[axis];
    }
  }

  double kineticEnergy() {
    double sum = 0;
    for (int axis = 0; axis < 3; axis++) {
      sum +=
          block.massKg() * velocity[axis] * velocity[axis]
              + inertia[axis] * velocity[3 + axis] * velocity[3 + axis];
    }
    return 0.5 * sum;
  }

  void save(DataOutput out) throws IOException {
    MultibodyState.write(position, out);
    MultibodyState.write(quaternion, out);
    MultibodyState.write(velocity, out);
  }

  void restore(DataInput in) throws IOException {
    MultibodyState.read(position, in);
    MultibodyState.read(quaternion, in);
    MultibodyState.read(velocity, in);
  }
}
