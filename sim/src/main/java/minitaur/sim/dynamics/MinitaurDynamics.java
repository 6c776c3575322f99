package minitaur.sim.dynamics;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import minitaur.hal.Leg;
import minitaur.hal.Motor;
import minitaur.sim.contact.ContactSolver;
import minitaur.sim.terrain.Terrain;

/**
 * Time-stepping dynamics of the robot and the terrain's movable blocks, driven by motor torques.
 * Motor electronics and sensors are not part of it.
 *
 * <p>Each step follows Moreau's time stepping. It computes the free velocity {@code v + h M^-1
 * (force - bias)} at the current configuration, solves for the impulses with which contacts and
 * joint stops satisfy their laws at the end of the step, and integrates the configuration with the
 * new velocity. Penetration is reduced by a velocity correction that changes positions only.
 *
 * <p>A step allocates nothing and depends only on the state that {@link #save} writes.
 */
public final class MinitaurDynamics {
  private final RobotModel model;
  private final Terrain terrain;
  private final MultibodyState state = new MultibodyState();
  private final UnconstrainedDynamics dynamics;
  private final GroundContacts ground;
  private final JointStops stops;
  private final BlockDynamics blocks;
  private final ContactSolver solver;

  /** {@code [leg]} index of the leg's foot among the model's spheres. */
  private final int[] footSphere = new int[Leg.COUNT];

  /** {@code [3]} external force at the trunk frame's origin, world axes, N. */
  private final double[] trunkForce = new double[3];

  private double lastStepSeconds;
  private double contactWork;

  // Scratch space of a step: force in trunk axes, velocities whitened by the mass matrix's factor
  // (robot, then blocks), the robot's velocities in world axes.
  private final double[] force = new double[MultibodyState.VELOCITIES];
  private final double[] whitened;
  private final double[] velocity = new double[MultibodyState.VELOCITIES];
  private final double[] impulse = new double[3];
  private final double[] normal = new double[3];

  /** A robot at the origin; call {@link #resetStanding} before the first step. */
  public MinitaurDynamics(RobotModel model, Terrain terrain) {
    this.model = model;
    this.terrain = terrain;
    dynamics = new UnconstrainedDynamics(model);
    whitened =
        new double[MultibodyState.VELOCITIES + BlockState.VELOCITIES * terrain.blocks().size()];
    int capacity = GroundContacts.capacity(model) + BlockDynamics.capacity(model, terrain);
    solver = new ContactSolver(capacity, Leg.COUNT, whitened.length);
    ground = new GroundContacts(model, terrain, dynamics, solver);
    stops = new JointStops(model, dynamics, solver);
    blocks = new BlockDynamics(model, terrain, ground, solver);
    for (int i = 0; i < model.spheres().size(); i++) {
      if (model.spheres().get(i) instanceof CollisionSphere.OnLink link && link.foot()) {
        footSphere[link.leg().ordinal()] = i;
      }
    }
  }

  /** State of the robot; a live object that may be written to between steps. */
  public MultibodyState state() {
    return state;
  }

  /** The terrain. */
  public Terrain terrain() {
    return terrain;
  }

  /** Parameters of the robot. */
  public RobotModel model() {
    return model;
  }

  /**
   * Advances robot and blocks by one step.
   *
   * @param motorTorque {@code [motor]} torque on the upper links, Nm; positive increases the motor
   *     angle; constant over the step. Not modified.
   * @param stepSeconds length of the step, usually 1 ms
   */
  public void step(double[] motorTorque, double stepSeconds) {
    dynamics.update(state);
    setFreeVelocity(motorTorque, stepSeconds);
    double warmScale = lastStepSeconds > 0 ? stepSeconds / lastStepSeconds : 0;
    double freeEnergy = UnconstrainedDynamics.halfSquaredNorm(whitened);
    solver.clear();
    ground.find(state, whitened, stepSeconds, warmScale);
    stops.find(state, whitened, warmScale);
    blocks.find(whitened, stepSeconds, warmScale);
    solver.solve(whitened, stepSeconds);
    contactWork = UnconstrainedDynamics.halfSquaredNorm(whitened) - freeEnergy;
    ground.storeImpulses();
    stops.storeImpulses();
    blocks.storeImpulses();
    lastStepSeconds = stepSeconds;
    integrate(stepSeconds);
  }

  /**
   * Computes the velocity at the end of the step without contacts: w = L' (v + h M^-1 f) = L' v + h
   * L^-1 f.
   */
  private void setFreeVelocity(double[] motorTorque, double stepSeconds) {
    RotationMatrix rotation = dynamics.rotation();
    dynamics.force(motorTorque, force);
    force[0] += rotation.trunkX(trunkForce[0], trunkForce[1], trunkForce[2]);
    force[1] += rotation.trunkY(trunkForce[0], trunkForce[1], trunkForce[2]);
    force[2] += rotation.trunkZ(trunkForce[0], trunkForce[1], trunkForce[2]);
    dynamics.massMatrix().solveLower(force);
    System.arraycopy(dynamics.velocity(), 0, whitened, 0, force.length);
    dynamics.massMatrix().multiplyUpper(whitened);
    for (int i = 0; i < force.length; i++) {
      whitened[i] += stepSeconds * force[i];
    }
    blocks.setFreeVelocity(stepSeconds, whitened);
  }

  /** Sets the velocity at the end of the step and integrates the configuration with it. */
  private void integrate(double stepSeconds) {
    blocks.setVelocity(whitened);
    System.arraycopy(whitened, 0, velocity, 0, velocity.length);
    toWorldVelocity(velocity);
    System.arraycopy(velocity, 0, state.velocity, 0, velocity.length);
    boolean isCorrected = solver.correctPenetration(whitened, stepSeconds);
    blocks.advance(whitened, stepSeconds);
    if (isCorrected) {
      toWorldVelocity(whitened);
      for (int i = 0; i < velocity.length; i++) {
        velocity[i] += whitened[i];
      }
    }
    state.advance(velocity, stepSeconds);
  }

  /**
   * Converts whitened velocities to those of {@link MultibodyState#velocity}. Modified: {@code w}.
   */
  private void toWorldVelocity(double[] w) {
    dynamics.massMatrix().solveUpper(w);
    dynamics.rotation().toWorld(w);
  }

  /**
   * Sets a constant force on the trunk.
   *
   * @param fx force along the world's x axis at the trunk frame's origin, N; fy, fz likewise
   */
  public void setTrunkForce(double fx, double fy, double fz) {
    trunkForce[0] = fx;
    trunkForce[1] = fy;
    trunkForce[2] = fz;
  }

  /**
   * Sets whether a stand holds the trunk at its current pose; the legs move freely. Not stored by
   * {@link #save}.
   */
  public void setTrunkHeld(boolean held) {
    dynamics.massMatrix().setTrunkHeld(held);
    if (held) {
      Arrays.fill(state.velocity, 0, MultibodyState.FIRST_MOTOR, 0);
    }
  }

  /**
   * Places the robot at rest over the world's origin with yaw 0, the trunk parallel to the ground
   * at the origin, and the first foot just touching. On level ground x = y = 0. Resets the blocks
   * and clears all contact impulses.
   *
   * @param motorAngles {@code [motor]} rad. Not modified.
   */
  public void resetStanding(double[] motorAngles) {
    Arrays.fill(state.position, 0);
    Arrays.fill(state.quaternion, 0);
    state.quaternion[0] = 1;
    Arrays.fill(state.velocity, 0);
    System.arraycopy(motorAngles, 0, state.motorAngle, 0, Motor.COUNT);
    terrain.normal(0, 0, normal);
    if (normal[2] < 1) {
      alignUpAxis(normal, state.quaternion);
    }
    ground.clear();
    stops.clear();
    blocks.reset();
    lastStepSeconds = 0;
    dynamics.update(state);
    double distance = Double.NEGATIVE_INFINITY;
    for (int sphere : footSphere) {
      distance = Math.max(distance, ground.touchdownDistance(sphere, normal));
    }
    for (int axis = 0; axis < 3; axis++) {
      state.position[axis] = distance * normal[axis];
    }
  }

  /** Computes the shortest rotation from z to a unit vector with positive z component. */
  private static void alignUpAxis(double[] normal, double[] quaternion) {
    double twiceCosine = Math.sqrt(2 * (1 + normal[2]));
    quaternion[0] = 0.5 * twiceCosine;
    quaternion[1] = -normal[1] / twiceCosine;
    quaternion[2] = normal[0] / twiceCosine;
    quaternion[3] = 0;
  }

  /**
   * Computes roll and pitch of a trunk that is parallel to the ground at the robot's position with
   * the robot's yaw: the reference for the trunk's tilt. Zero on level ground.
   *
   * @param rollPitch {@code [2]} rad. Modified.
   */
  public void groundTilt(double[] rollPitch) {
    terrain.normal(state.position[0], state.position[1], normal);
    double yaw = state.yaw();
    double cosine = StrictMath.cos(yaw);
    double sine = StrictMath.sin(yaw);
    // The upward axis of Ry(pitch) Rx(roll) is (sin pitch cos roll, -sin roll, cos pitch cos roll).
    double forward = cosine * normal[0] + sine * normal[1];
    double left = cosine * normal[1] - sine * normal[0];
    rollPitch[0] = StrictMath.asin(Math.max(-1, Math.min(1, -left)));
    rollPitch[1] = StrictMath.atan2(forward, normal[2]);
  }

  /**
   * Computes the mean force of ground and blocks on a foot over the last step.
   *
   * @param newtons {@code [3]} world axes. Modified.
   */
  public void footForce(Leg leg, double[] newtons) {
    Arrays.fill(newtons, 0);
    if (lastStepSeconds > 0) {
      ground.addImpulseOn(footSphere[leg.ordinal()], newtons);
      blocks.addImpulseOn(footSphere[leg.ordinal()], newtons);
      for (int axis = 0; axis < 3; axis++) {
        newtons[axis] /= lastStepSeconds;
      }
    }
  }

  /** Whether ground or a block exerted a force on a foot in the last step. */
  public boolean footInContact(Leg leg) {
    footForce(leg, impulse);
    return impulse[0] != 0 || impulse[1] != 0 || impulse[2] != 0;
  }

  /** Mean vertical force of ground and blocks on the whole robot over the last step, N. */
  public double contactForceZ() {
    Arrays.fill(impulse, 0);
    for (int i = 0; i < ground.sphereCount(); i++) {
      ground.addImpulseOn(i, impulse);
      blocks.addImpulseOn(i, impulse);
    }
    return lastStepSeconds > 0 ? impulse[2] / lastStepSeconds : 0;
  }

  /** Number of contacts of the last step, including nearby ones that did not close. */
  public int contactCount() {
    return solver.contactCount();
  }

  /** Min gap of any contact at the start of the last step, m; negative for penetration. */
  public double minGap() {
    double min = Double.POSITIVE_INFINITY;
    for (int i = 0; i < solver.contactCount(); i++) {
      min = Math.min(min, solver.contact(i).gap());
    }
    return min;
  }

  /**
   * Work of all contacts and joint stops over the last step, J. They only dissipate, so it is at
   * most 0 up to the solver's tolerance.
   */
  public double contactWork() {
    return contactWork;
  }

  /** Number of movable blocks. */
  public int blockCount() {
    return blocks.count();
  }

  /** A movable block; a live object that may be written to between steps. */
  public BlockState block(int index) {
    return blocks.block(index);
  }

  /** Corners of the movable blocks for plotting, {@code [block][corner]} x and z, m. Allocates. */
  public List<double[][]> blockOutlines() {
    List<double[][]> outlines = new ArrayList<>();
    for (int i = 0; i < blockCount(); i++) {
      double[][] corners = new double[BlockState.CORNERS][2];
      for (int corner = 0; corner < corners.length; corner++) {
        corners[corner][0] = block(i).corner(corner, 0);
        corners[corner][1] = block(i).corner(corner, 2);
      }
      outlines.add(corners);
    }
    return outlines;
  }

  /** Kinetic energy of robot and blocks, J. */
  public double kineticEnergy() {
    dynamics.update(state);
    return dynamics.kineticEnergy() + blocks.kineticEnergy();
  }

  /**
   * Potential energy of robot and blocks, J; zero if all centers of mass are at the world's origin.
   */
  public double potentialEnergy() {
    dynamics.update(state);
    return dynamics.potentialEnergy(state) + blocks.potentialEnergy();
  }

  /** Writes the complete state that determines the further motion, except model and terrain. */
  public void save(DataOutput out) throws IOException {
    state.save(out);
    ground.save(out);
    stops.save(out);
    blocks.save(out);
    MultibodyState.write(trunkForce, out);
    out.writeDouble(lastStepSeconds);
  }

  /** Restores a state that {@link #save} of the same model and terrain wrote. */
  public void restore(DataInput in) throws IOException {
    state.restore(in);
    ground.restore(in);
    stops.restore(in);
    blocks.restore(in);
    MultibodyState.read(trunkForce, in);
    lastStepSeconds = in.readDouble();
  }
}
