package minitaur.sim.dynamics;

import java.util.List;
import minitaur.sim.terrain.Block;
import minitaur.sim.terrain.Box;
import minitaur.sim.terrain.CompositeTerrain;
import minitaur.sim.terrain.InclinedPlane;
import minitaur.sim.terrain.ProfileTerrain;
import minitaur.sim.terrain.Terrain;
import org.ode4j.math.DQuaternion;
import org.ode4j.math.DVector3;
import org.ode4j.ode.DBody;
import org.ode4j.ode.DBox;
import org.ode4j.ode.DContact;
import org.ode4j.ode.DContactBuffer;
import org.ode4j.ode.DGeom;
import org.ode4j.ode.DJointGroup;
import org.ode4j.ode.DMass;
import org.ode4j.ode.DPlane;
import org.ode4j.ode.DSpace;
import org.ode4j.ode.DWorld;
import org.ode4j.ode.OdeConstants;
import org.ode4j.ode.OdeHelper;

/**
 * Scene of blocks on a plane through the world's origin that rises along x, in the simulator or in
 * ode4j. Positions and velocities are in plane axes: x up the plane, z along its normal.
 */
interface BlockScene {
  /** Advances the scene. */
  void run(double seconds);

  /** Position of a block's center in plane axes, {@code [3]}, m. */
  double[] position(int block);

  /** Cosine of the angle between a block's upward axis and the plane's normal. */
  double uprightCosine(int block);

  /** Velocity of a block's center in plane axes, {@code [3]}, m/s. */
  double[] velocity(int block);

  /** Sets a block's linear velocity, in plane axes, and its angular velocity, in block axes. */
  void setVelocity(int block, double[] linear, double[] angular);

  /** Creates the scene in the simulator. */
  static BlockScene simulator(double inclination, double gravity, List<Block> blocks) {
    return new SimulatorScene(inclination, gravity, blocks);
  }

  /** Creates the scene in ode4j. */
  static BlockScene ode(double inclination, double gravity, List<Block> blocks) {
    return new OdeScene(inclination, gravity, blocks);
  }

  /** Creates level ground that drops by {@code drop} m at x = 0, in the simulator. */
  static BlockScene simulatorOnLedge(double drop, List<Block> blocks) {
    return new SimulatorScene(
        0, 9.81, new ProfileTerrain.Builder(0).segment(0, -drop).build(), blocks);
  }

  /** Creates the ledge in ode4j, where the upper level is a box. */
  static BlockScene odeOnLedge(double drop, List<Block> blocks) {
    return new OdeScene(0, 9.81, blocks).withLedge(drop);
  }

  /** Scene in the simulator; the robot is on a stand far away. */
  final class SimulatorScene implements BlockScene {
    private static final double STEP = 1e-3;

    final MinitaurDynamics dynamics;
    private final double sine;
    private final double cosine;
    private final double inclination;

    SimulatorScene(double inclination, double gravity, List<Block> blocks) {
      this(inclination, gravity, new InclinedPlane(inclination, 0), blocks);
    }

    SimulatorScene(double inclination, double gravity, Terrain ground, List<Block> blocks) {
      this.inclination = inclination;
      sine = StrictMath.sin(inclination);
      cosine = StrictMath.cos(inclination);
      dynamics =
          new MinitaurDynamics(
              TestDynamics.withGravity(RobotModel.nominal(), 0, 0, -gravity),
              new CompositeTerrain(List.of(ground), blocks));
      dynamics.state().position[1] = 50;
      dynamics.state().position[2] = 5;
      for (int i = 0; i < 8; i++) {
        dynamics.state().motorAngle[i] = Math.PI / 2;
      }
      dynamics.setTrunkHeld(true);
      for (int i = 0; i < blocks.size(); i++) {
        Box box = blocks.get(i).box();
        BlockState state = dynamics.block(i);
        fromPlane(box.x(), box.y(), box.z(), state.position);
        // Rotated with the plane, then about its normal.
        double[] q = state.quaternion;
        double c = Math.cos(inclination / 2);
        double s = -Math.sin(inclination / 2);
        double cy = Math.cos(box.yawRad() / 2);
        double sy = Math.sin(box.yawRad() / 2);
        q[0] = c * cy;
        q[1] = s * sy;
        q[2] = s * cy;
        q[3] = c * sy;
      }
    }

    private void fromPlane(double x, double y, double z, double[] world) {
      world[0] = cosine * x - sine * z;
      world[1] = y;
      world[2] = sine * x + cosine * z;
    }

    private double[] toPlane(double[] world) {
      return new double[] {
        cosine * world[0] + sine * world[2], world[1], cosine * world[2] - sine * world[0]
      };
    }

    @Override
    public void run(double seconds) {
      double[] torque = new double[8];
      for (int i = 0; i < Math.round(seconds / STEP); i++) {
        dynamics.step(torque, STEP);
      }
    }

    @Override
    public double[] position(int block) {
      return toPlane(dynamics.block(block).position);
    }

    @Override
    public double uprightCosine(int block) {
      double[] q = dynamics.block(block).quaternion;
      double x = 2 * (q[1] * q[3] + q[0] * q[2]);
      double z = 1 - 2 * (q[1] * q[1] + q[2] * q[2]);
      return cosine * z - sine * x;
    }

    @Override
    public double[] velocity(int block) {
      return toPlane(dynamics.block(block).velocity);
    }

    @Override
    public void setVelocity(int block, double[] linear, double[] angular) {
      double[] v = dynamics.block(block).velocity;
      fromPlane(linear[0], linear[1], linear[2], v);
      System.arraycopy(angular, 0, v, 3, 3);
    }

    @Override
    public String toString() {
      return "simulator at " + inclination;
    }
  }

  /** Scene in ode4j, where the plane is level and gravity is inclined. */
  final class OdeScene implements BlockScene {
    private static final double STEP = 5e-4;
    private static final int MAX_CONTACTS = 16;

    private final DWorld world = createWorld();
    private final DSpace space = OdeHelper.createSimpleSpace();
    private final DJointGroup group = OdeHelper.createJointGroup();
    private final DPlane plane;
    private final DBody[] bodies;
    private final double[] friction;

    OdeScene(double inclination, double gravity, List<Block> blocks) {
      world.setGravity(-gravity * Math.sin(inclination), 0, -gravity * Math.cos(inclination));
      // ODE's error reduction adds velocity; a large value would act as restitution.
      world.setERP(0.02);
      world.setCFM(1e-10);
      plane = OdeHelper.createPlane(space, 0, 0, 1, 0);
      bodies = new DBody[blocks.size()];
      friction = new double[blocks.size()];
      for (int i = 0; i < bodies.length; i++) {
        Box box = blocks.get(i).box();
        DBody body = OdeHelper.createBody(world);
        DMass mass = OdeHelper.createMass();
        mass.setBoxTotal(blocks.get(i).massKg(), 2 * box.halfX(), 2 * box.halfY(), 2 * box.halfZ());
        body.setMass(mass);
        body.setPosition(box.x(), box.y(), box.z());
        body.setQuaternion(
            new DQuaternion(Math.cos(box.yawRad() / 2), 0, 0, Math.sin(box.yawRad() / 2)));
        DBox geom = OdeHelper.createBox(space, 2 * box.halfX(), 2 * box.halfY(), 2 * box.halfZ());
        geom.setBody(body);
        geom.setData(i);
        bodies[i] = body;
        friction[i] = blocks.get(i).friction();
      }
    }

    private OdeScene withLedge(double drop) {
      plane.setParams(0, 0, 1, -drop);
      DBox upper = OdeHelper.createBox(space, 2, 2, 2 * drop);
      upper.setPosition(-1, 0, -drop);
      return this;
    }

    private static DWorld createWorld() {
      OdeHelper.initODE2(0);
      return OdeHelper.createWorld();
    }

    @Override
    public void run(double seconds) {
      for (int i = 0; i < Math.round(seconds / STEP); i++) {
        space.collide(null, (data, one, other) -> collide(one, other));
        world.step(STEP);
        group.empty();
      }
    }

    private void collide(DGeom one, DGeom other) {
      DContactBuffer contacts = new DContactBuffer(MAX_CONTACTS);
      int count = OdeHelper.collide(one, other, MAX_CONTACTS, contacts.getGeomBuffer());
      for (int i = 0; i < count; i++) {
        DContact contact = contacts.get(i);
        contact.surface.mode = OdeConstants.dContactApprox1;
        contact.surface.mu = Math.max(frictionOf(one), frictionOf(other));
        OdeHelper.createContactJoint(world, group, contact).attach(one.getBody(), other.getBody());
      }
    }

    private double frictionOf(DGeom geom) {
      return geom.getData() instanceof Integer index ? friction[index] : 0;
    }

    @Override
    public double[] position(int block) {
      return bodies[block].getPosition().toDoubleArray();
    }

    @Override
    public double uprightCosine(int block) {
      return bodies[block].getRotation().get22();
    }

    @Override
    public double[] velocity(int block) {
      return bodies[block].getLinearVel().toDoubleArray();
    }

    @Override
    public void setVelocity(int block, double[] linear, double[] angular) {
      bodies[block].setLinearVel(linear[0], linear[1], linear[2]);
      DVector3 worldAngular = new DVector3();
      bodies[block].vectorToWorld(angular[0], angular[1], angular[2], worldAngular);
      bodies[block].setAngularVel(worldAngular);
    }

    @Override
    public String toString() {
      return "ode4j";
    }
  }
}
