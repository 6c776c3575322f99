package minitaur.sim.export;

import java.util.List;
import minitaur.hal.Leg;
import minitaur.hal.Motor;
import minitaur.hal.RobotGeometry;
import minitaur.hal.leg.FiveBarLeg;
import minitaur.sim.device.MotorModel;
import minitaur.sim.dynamics.CollisionSphere;
import minitaur.sim.dynamics.LegLink;
import minitaur.sim.dynamics.LinkInertia;
import minitaur.sim.dynamics.RobotModel;
import minitaur.sim.dynamics.TrunkInertia;
import minitaur.sim.export.LegNames.Half;

/**
 * Writes the robot model as MJCF. Each five-bar is closed at its pin by an equality constraint; the
 * joint angle of a motor's hinge is the motor angle. With all joints at 0 all links point straight
 * up, which also satisfies the loop constraints.
 */
final class MjcfWriter {
  /** Extension of the legs in the keyframe, rad. */
  private static final double STANDING_EXTENSION_RAD = 2;

  private static final double STEP_SECONDS = 1e-3;

  /** Time constant of the loop constraints, the smallest that MuJoCo allows at that step. */
  private static final double LOOP_SECONDS = 2 * STEP_SECONDS;

  private final RobotModel model;
  private final RobotGeometry geometry;
  private final XmlWriter xml = new XmlWriter();

  private MjcfWriter(RobotModel model) {
    this.model = model;
    geometry = model.geometry();
  }

  static String write(RobotModel model) {
    return new MjcfWriter(model).write();
  }

  private String write() {
    xml.open("mujoco", "model", "minitaur");
    xml.empty("compiler", "angle", "radian", "autolimits", true, "inertiafromgeom", false);
    RobotModel.Gravity gravity = model.gravity();
    xml.empty(
        "option",
        "timestep",
        STEP_SECONDS,
        "gravity",
        List.of(gravity.x(), gravity.y(), gravity.z()),
        "cone",
        "elliptic",
        "impratio",
        10);
    defaults();
    xml.open("worldbody");
    xml.empty("light", "pos", "0 0 3", "directional", true);
    xml.empty(
        "geom", "name", "floor", "type", "plane", "size", "0 0 1", "contype", 0, "conaffinity", 1);
    xml.open("body", "name", "trunk", "pos", List.of(0, 0, standingHeight()));
    xml.empty("freejoint", "name", "trunk");
    trunk();
    for (Leg leg : Leg.values()) {
      for (Half half : Half.values()) {
        half(leg, half);
      }
    }
    xml.close("body").close("worldbody");
    loops();
    stops();
    motors();
    keyframe();
    xml.close("mujoco");
    return xml.toString();
  }

  private void defaults() {
    xml.open("default");
    xml.empty(
        "geom",
        "type",
        "sphere",
        "condim",
        3,
        "contype",
        1,
        "conaffinity",
        0,
        "friction",
        List.of(model.friction().foot(), 0, 0),
        "solref",
        List.of(LOOP_SECONDS, 1));
    xml.empty("equality", "solref", List.of(LOOP_SECONDS, 1), "solimp", "0.99 0.99 0.001");
    xml.open("default", "class", "visual");
    xml.empty("geom", "contype", 0, "group", 2, "rgba", "0.3 0.4 0.5 1");
    xml.close("default").close("default");
  }

  private void trunk() {
    TrunkInertia trunk = model.trunk();
    TrunkInertia.Tensor tensor = trunk.inertia();
    xml.empty(
        "inertial",
        "pos",
        List.of(trunk.com().x(), trunk.com().y(), trunk.com().z()),
        "mass",
        trunk.mass(),
        "fullinertia",
        List.of(tensor.xx(), tensor.yy(), tensor.zz(), 0, tensor.xz(), 0));
    xml.empty("geom", "class", "visual", "type", "box", "size", "0.15 0.065 0.0435");
    for (CollisionSphere sphere : model.spheres()) {
      if (sphere instanceof CollisionSphere.OnTrunk onTrunk) {
        xml.empty(
            "geom",
            "pos",
            List.of(onTrunk.x(), onTrunk.y(), onTrunk.z()),
            "size",
            onTrunk.radius());
      }
    }
  }

  private void half(Leg leg, Half half) {
    xml.open(
        "body",
        "name",
        LegNames.upper(leg, half),
        "pos",
        List.of(geometry.hipX(leg), geometry.hipY(leg), geometry.hipZ()));
    xml.empty("joint", "name", LegNames.motor(leg, half), "axis", List.of(0, half.axis(), 0));
    link(leg, half.upper, geometry.upperLink());
    xml.open("body", "name", LegNames.lower(leg, half), "pos", List.of(0, 0, geometry.upperLink()));
    xml.empty("joint", "name", LegNames.knee(leg, half), "axis", "0 1 0");
    link(leg, half.lower, geometry.lowerLink());
    point(LegNames.pin(leg, half), geometry.lowerLink());
    if (half == Half.REAR) {
      point(LegNames.foot(leg), geometry.kneeToFoot());
    }
    xml.close("body").close("body");
  }

  private void link(Leg leg, LegLink link, double length) {
    LinkInertia inertia = model.inertia(link);
    xml.empty(
        "inertial",
        "pos",
        List.of(0, 0, inertia.comDistance()),
        "mass",
        inertia.mass(),
        "diaginertia",
        List.of(inertia.inertiaX(), inertia.inertiaY(), inertia.inertiaZ()));
    xml.empty(
        "geom",
        "class",
        "visual",
        "type",
        "capsule",
        "fromto",
        List.of(0, 0, 0, 0, 0, length),
        "size",
        0.006);
    for (CollisionSphere sphere : model.spheres()) {
      if (sphere instanceof CollisionSphere.OnLink onLink
          && onLink.leg() == leg
          && onLink.link() == link) {
        xml.empty("geom", "pos", List.of(0, 0, onLink.distance()), "size", onLink.radius());
      }
    }
  }

  private void point(String name, double distance) {
    xml.empty("site", "name", name, "pos", List.of(0, 0, distance), "size", 0.004);
  }

  private void loops() {
    xml.open("equality");
    for (Leg leg : Leg.values()) {
      xml.empty(
          "connect",
          "body1",
          LegNames.lower(leg, Half.REAR),
          "body2",
          LegNames.lower(leg, Half.FRONT),
          "anchor",
          List.of(0, 0, geometry.lowerLink()));
    }
    xml.close("equality");
  }

  /**
   * Adds tendon limits that keep the upper links of a leg apart, because the five-bar is singular
   * where they meet.
   */
  private void stops() {
    xml.open("tendon");
    for (Leg leg : Leg.values()) {
      xml.open(
          "fixed",
          "range",
          List.of(geometry.minMotorSum(), 2 * Math.PI - geometry.minMotorSum()),
          "solreflimit",
          List.of(LOOP_SECONDS, 1));
      for (Half half : Half.values()) {
        xml.empty("joint", "joint", LegNames.motor(leg, half), "coef", 1);
      }
      xml.close("fixed");
    }
    xml.close("tendon");
  }

  /** Adds the actuators in the order of {@link Motor}; the control is the torque, Nm. */
  private void motors() {
    xml.open("actuator");
    double max = MotorModel.torque(Double.MAX_VALUE);
    for (Motor motor : Motor.values()) {
      String name = LegNames.motor(motor.leg(), motor.isRear() ? Half.REAR : Half.FRONT);
      xml.empty("motor", "name", name, "joint", name, "ctrlrange", List.of(-max, max));
    }
    xml.close("actuator");
  }

  private void keyframe() {
    KneeAngles knees = new KneeAngles(geometry);
    StringBuilder joints = new StringBuilder("0 0 " + standingHeight() + " 1 0 0 0");
    for (int leg = 0; leg < Leg.COUNT; leg++) {
      joints
          .append(' ')
          .append(STANDING_EXTENSION_RAD)
          .append(' ')
          .append(knees.rear(STANDING_EXTENSION_RAD, STANDING_EXTENSION_RAD))
          .append(' ')
          .append(STANDING_EXTENSION_RAD)
          .append(' ')
          .append(knees.front(STANDING_EXTENSION_RAD, STANDING_EXTENSION_RAD));
    }
    xml.open("keyframe");
    xml.empty("key", "name", "stand", "qpos", joints);
    xml.close("keyframe");
  }

  /** Height of the trunk frame's origin at which the feet touch level ground, m. */
  private double standingHeight() {
    double[] foot = new double[2];
    new FiveBarLeg(geometry).footPosition(STANDING_EXTENSION_RAD, STANDING_EXTENSION_RAD, foot);
    return geometry.footRadius() - geometry.hipZ() - foot[1];
  }
}
