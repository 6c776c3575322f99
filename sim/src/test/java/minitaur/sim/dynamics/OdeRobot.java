package minitaur.sim.dynamics;

import java.util.ArrayList;
import java.util.List;
import minitaur.hal.Leg;
import minitaur.hal.leg.FiveBarLeg;
import org.ode4j.math.DMatrix3;
import org.ode4j.math.DMatrix3C;
import org.ode4j.math.DVector3C;
import org.ode4j.ode.DBallJoint;
import org.ode4j.ode.DBody;
import org.ode4j.ode.DHingeJoint;
import org.ode4j.ode.DMass;
import org.ode4j.ode.DWorld;
import org.ode4j.ode.OdeHelper;

/**
 * The robot as 17 bodies with ode4j joints (maximal coordinates); shares only the model parameters
 * and the leg kinematics with the code under test.
 */
final class OdeRobot {
  /** Time step of the central differences for the initial velocities, s. */
  private static final double DIFFERENCE_SECONDS = 1e-6;

  private final RobotModel model;
  private final DWorld world;
  private final List<DBody> bodies = new ArrayList<>();
  private final DBody trunk;

  /** {@code [leg][link]} in the order of {@link LegLink}. */
  private final DBody[][] links = new DBody[Leg.COUNT][LegLink.COUNT];

  OdeRobot(RobotModel model, MultibodyState state) {
    this.model = model;
    OdeHelper.initODE2(0);
    world = OdeHelper.createWorld();
    world.setGravity(model.gravity().x(), model.gravity().y(), model.gravity().z());
    world.setERP(0.2);
    // A planar loop of hinges is overconstrained out of plane; constraint softness makes it
    // solvable.
    world.setCFM(1e-9);
    TrunkInertia t = model.trunk();
    trunk = body(t.mass(), t.inertia().xx(), t.inertia().yy(), t.inertia().zz(), t.inertia().xz());
    for (Leg leg : Leg.values()) {
      for (LegLink link : LegLink.values()) {
        LinkInertia i = model.inertia(link);
        links[leg.ordinal()][link.ordinal()] =
            body(i.mass(), i.inertiaX(), i.inertiaY(), i.inertiaZ(), 0);
      }
    }
    setState(state);
    for (Leg leg : Leg.values()) {
      connectLeg(leg, state);
    }
  }

  private DBody body(double mass, double xx, double yy, double zz, double xz) {
    DBody body = OdeHelper.createBody(world);
    DMass inertia = OdeHelper.createMass();
    inertia.setParameters(mass, 0, 0, 0, xx, yy, zz, 0, xz, 0);
    body.setMass(inertia);
    body.setGyroscopicMode(true);
    bodies.add(body);
    return body;
  }

  /** Sets every body's pose, and its velocity by central differences of the pose. */
  private void setState(MultibodyState state) {
    List<Pose> current = poses(state);
    List<Pose> before = poses(advanced(state, -DIFFERENCE_SECONDS));
    List<Pose> after = poses(advanced(state, DIFFERENCE_SECONDS));
    for (int i = 0; i < bodies.size(); i++) {
      Pose pose = current.get(i);
      DBody body = bodies.get(i);
      body.setPosition(pose.position[0], pose.position[1], pose.position[2]);
      double[][] r = pose.rotation;
      body.setRotation(
          new DMatrix3(
              r[0][0], r[0][1], r[0][2], r[1][0], r[1][1], r[1][2], r[2][0], r[2][1], r[2][2]));
      double[] v = new double[3];
      double[][] skew = new double[3][3];
      for (int row = 0; row < 3; row++) {
        v[row] =
            (after.get(i).position[row] - before.get(i).position[row]) / (2 * DIFFERENCE_SECONDS);
        for (int column = 0; column < 3; column++) {
          for (int k = 0; k < 3; k++) {
            // dR/dt R' is the cross product with the angular velocity.
            skew[row][column] +=
                (after.get(i).rotation[row][k] - before.get(i).rotation[row][k])
                    / (2 * DIFFERENCE_SECONDS)
                    * r[column][k];
          }
        }
      }
      body.setLinearVel(v[0], v[1], v[2]);
      body.setAngularVel(
          0.5 * (skew[2][1] - skew[1][2]),
          0.5 * (skew[0][2] - skew[2][0]),
          0.5 * (skew[1][0] - skew[0][1]));
    }
  }

  private static MultibodyState advanced(MultibodyState state, double seconds) {
    MultibodyState advanced = new MultibodyState();
    advanced.set(state);
    advanced.advance(state.velocity, seconds);
    return advanced;
  }

  private record Pose(double[] position, double[][] rotation) {}

  /** Poses of trunk and links, each at its center of mass. */
  private List<Pose> poses(MultibodyState state) {
    List<Pose> poses = new ArrayList<>();
    TrunkInertia t = model.trunk();
    poses.add(new Pose(toWorld(state, t.com().x(), t.com().y(), t.com().z()), rotation(state, 0)));
    for (Leg leg : Leg.values()) {
      LegPoints p = new LegPoints(leg, state);
      poses.add(link(state, leg, p.hipX, p.hipZ, p.rearX, p.rearZ, LegLink.UPPER_REAR));
      poses.add(link(state, leg, p.hipX, p.hipZ, p.frontX, p.frontZ, LegLink.UPPER_FRONT));
      poses.add(link(state, leg, p.rearX, p.rearZ, p.pinX, p.pinZ, LegLink.LOWER_LONG));
      poses.add(link(state, leg, p.frontX, p.frontZ, p.pinX, p.pinZ, LegLink.LOWER_SHORT));
    }
    return poses;
  }

  /** Hip, knees and pin of a leg in the trunk frame. */
  private final class LegPoints {
    final double hipX;
    final double hipZ;
    final double rearX;
    final double rearZ;
    final double frontX;
    final double frontZ;
    final double pinX;
    final double pinZ;

    LegPoints(Leg leg, MultibodyState state) {
      double rear = state.motorAngle[leg.rear().ordinal()];
      double front = state.motorAngle[leg.front().ordinal()];
      double upper = model.geometry().upperLink();
      double[] pin = new double[2];
      new FiveBarLeg(model.geometry()).pinPosition(rear, front, pin);
      hipX = model.geometry().hipX(leg);
      hipZ = model.geometry().hipZ();
      rearX = hipX - upper * Math.sin(rear);
      rearZ = hipZ + upper * Math.cos(rear);
      frontX = hipX + upper * Math.sin(front);
      frontZ = hipZ + upper * Math.cos(front);
      pinX = hipX + pin[0];
      pinZ = hipZ + pin[1];
    }
  }

  private Pose link(
      MultibodyState state, Leg leg, double x, double z, double toX, double toZ, LegLink link) {
    double angle = Math.atan2(toX - x, toZ - z);
    double com = model.inertia(link).comDistance();
    return new Pose(
        toWorld(
            state,
            x + com * Math.sin(angle),
            model.geometry().hipY(leg),
            z + com * Math.cos(angle)),
        rotation(state, angle));
  }

  private void connectLeg(Leg leg, MultibodyState state) {
    LegPoints p = new LegPoints(leg, state);
    DBody[] legBodies = links[leg.ordinal()];
    DBody upperRear = legBodies[LegLink.UPPER_REAR.ordinal()];
    DBody upperFront = legBodies[LegLink.UPPER_FRONT.ordinal()];
    DBody lowerLong = legBodies[LegLink.LOWER_LONG.ordinal()];
    DBody lowerShort = legBodies[LegLink.LOWER_SHORT.ordinal()];
    hinge(upperRear, trunk, state, leg, p.hipX, p.hipZ);
    hinge(upperFront, trunk, state, leg, p.hipX, p.hipZ);
    hinge(lowerLong, upperRear, state, leg, p.rearX, p.rearZ);
    hinge(lowerShort, upperFront, state, leg, p.frontX, p.frontZ);
    DBallJoint pin = OdeHelper.createBallJoint(world);
    pin.attach(lowerLong, lowerShort);
    double[] anchor = toWorld(state, p.pinX, model.geometry().hipY(leg), p.pinZ);
    pin.setAnchor(anchor[0], anchor[1], anchor[2]);
  }

  private void hinge(DBody child, DBody parent, MultibodyState state, Leg leg, double x, double z) {
    DHingeJoint hinge = OdeHelper.createHingeJoint(world);
    hinge.attach(child, parent);
    double[] anchor = toWorld(state, x, model.geometry().hipY(leg), z);
    hinge.setAnchor(anchor[0], anchor[1], anchor[2]);
    double[][] r = rotation(state, 0);
    hinge.setAxis(r[0][1], r[1][1], r[2][1]);
  }

  /**
   * Advances by one semi-implicit step. The front motor rotates its link about the trunk's +y, the
   * rear motor about -y.
   */
  void step(double[] motorTorque, double seconds) {
    DMatrix3C r = trunk.getRotation();
    for (Leg leg : Leg.values()) {
      applyTorque(
          links[leg.ordinal()][LegLink.UPPER_REAR.ordinal()],
          -motorTorque[leg.rear().ordinal()],
          r);
      applyTorque(
          links[leg.ordinal()][LegLink.UPPER_FRONT.ordinal()],
          motorTorque[leg.front().ordinal()],
          r);
    }
    world.step(seconds);
  }

  private void applyTorque(DBody link, double torque, DMatrix3C r) {
    link.addTorque(torque * r.get01(), torque * r.get11(), torque * r.get21());
    trunk.addTorque(-torque * r.get01(), -torque * r.get11(), -torque * r.get21());
  }

  /** Sum of the kinetic energies of all bodies, J. */
  double kineticEnergy() {
    double energy = 0;
    for (DBody body : bodies) {
      DVector3C v = body.getLinearVel();
      DVector3C w = body.getAngularVel();
      DMatrix3C r = body.getRotation();
      DMatrix3C inertia = body.getMass().getI();
      double[] bodyRate = new double[3];
      for (int i = 0; i < 3; i++) {
        bodyRate[i] = r.get(0, i) * w.get0() + r.get(1, i) * w.get1() + r.get(2, i) * w.get2();
      }
      energy += 0.5 * body.getMass().getMass() * v.dot(v);
      for (int i = 0; i < 3; i++) {
        for (int k = 0; k < 3; k++) {
          energy += 0.5 * bodyRate[i] * inertia.get(i, k) * bodyRate[k];
        }
      }
    }
    return energy;
  }

  /** Linear momentum, {@code [3]} kg m/s in world axes. */
  double[] momentum() {
    double[] momentum = new double[3];
    for (DBody body : bodies) {
      for (int axis = 0; axis < 3; axis++) {
        momentum[axis] += body.getMass().getMass() * body.getLinearVel().get(axis);
      }
    }
    return momentum;
  }

  /** Origin of the trunk frame, then the trunk's z axis, then the motor angles: 14 values. */
  double[] configuration() {
    double[] values = new double[14];
    DMatrix3C r = trunk.getRotation();
    TrunkInertia t = model.trunk();
    for (int i = 0; i < 3; i++) {
      values[i] =
          trunk.getPosition().get(i)
              - r.get(i, 0) * t.com().x()
              - r.get(i, 1) * t.com().y()
              - r.get(i, 2) * t.com().z();
      values[3 + i] = r.get(i, 2);
    }
    for (Leg leg : Leg.values()) {
      values[6 + leg.rear().ordinal()] =
          angle(-1, links[leg.ordinal()][LegLink.UPPER_REAR.ordinal()], r);
      values[6 + leg.front().ordinal()] =
          angle(1, links[leg.ordinal()][LegLink.UPPER_FRONT.ordinal()], r);
    }
    return values;
  }

  /** The same 14 values of a state in reduced coordinates. */
  static double[] configuration(MultibodyState state) {
    double[] values = new double[14];
    double[][] r = rotation(state, 0);
    for (int i = 0; i < 3; i++) {
      values[i] = state.position[i];
      values[3 + i] = r[i][2];
    }
    System.arraycopy(state.motorAngle, 0, values, 6, 8);
    return values;
  }

  private static double angle(int sign, DBody link, DMatrix3C r) {
    DMatrix3C l = link.getRotation();
    double x = 0;
    double z = 0;
    for (int i = 0; i < 3; i++) {
      x += r.get(i, 0) * l.get(i, 2);
      z += r.get(i, 2) * l.get(i, 2);
    }
    return Math.atan2(sign * x, z);
  }

  private static double[] toWorld(MultibodyState state, double x, double y, double z) {
    double[][] r = rotation(state, 0);
    double[] point = new double[3];
    for (int i = 0; i < 3; i++) {
      point[i] = state.position[i] + r[i][0] * x + r[i][1] * y + r[i][2] * z;
    }
    return point;
  }

  /** Rotation matrix of a body rotated by {@code angle} about the trunk's y axis. */
  private static double[][] rotation(MultibodyState state, double angle) {
    double w = state.quaternion[0];
    double x = state.quaternion[1];
    double y = state.quaternion[2];
    double z = state.quaternion[3];
    double[][] r = {
      {1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)},
      {2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)},
      {2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)}
    };
    double c = Math.cos(angle);
    double s = Math.sin(angle);
    double[][] rotated = new double[3][3];
    for (int i = 0; i < 3; i++) {
      rotated[i][0] = c * r[i][0] - s * r[i][2];
      rotated[i][1] = r[i][1];
      rotated[i][2] = s * r[i][0] + c * r[i][2];
    }
    return rotated;
  }
}
