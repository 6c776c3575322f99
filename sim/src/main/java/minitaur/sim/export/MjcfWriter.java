package minitaur.sim.export;

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

  MjcfWriter(RobotModel model) {
    this.model = model;
    geometry = model.geometry();
  }

  String write() {
    xml.open("mujoco model='minitaur'");
    xml.empty("compiler angle='radian' autolimits='true' inertiafromgeom='false'");
    RobotModel.Gravity gravity = model.gravity();
    xml.empty(
        "option timestep='%s' gravity='%s %s %s' cone='elliptic' impratio='10'",
        STEP_SECONDS, gravity.x(), gravity.y(), gravity.z());
    defaults();
    xml.open("worldbody");
    xml.empty("light pos='0 0 3' directional='true'");
    xml.empty("geom name='floor' type='plane' size='0 0 1' contype='0' conaffinity='1'");
    xml.open("body name='trunk' pos='0 0 %s'", standingHeight());
    xml.empty("freejoint name='trunk'");
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
        "geom type='sphere' condim='3' contype='1' conaffinity='0' friction='%s 0 0' solref='%s 1'",
        model.friction().foot(), LOOP_SECONDS);
    xml.empty("equality solref='%s 1' solimp='0.99 0.99 0.001'", LOOP_SECONDS);
    xml.open("default class='visual'");
    xml.empty("geom contype='0' group='2' rgba='0.3 0.4 0.5 1'");
    xml.close("default").close("default");
  }

  private void trunk() {
    TrunkInertia.Point com = model.trunk().com();
    TrunkInertia.Tensor tensor = model.trunk().inertia();
    xml.empty(
        "inertial pos='%s %s %s' mass='%s' fullinertia='%s %s %s 0 %s 0'",
        com.x(),
        com.y(),
        com.z(),
        model.trunk().mass(),
        tensor.xx(),
        tensor.yy(),
        tensor.zz(),
        tensor.xz());
    xml.empty("geom class='visual' type='box' size='0.15 0.065 0.0435'");
    for (CollisionSphere sphere : model.spheres()) {
      if (sphere instanceof CollisionSphere.OnTrunk s) {
        xml.empty("geom pos='%s %s %s' size='%s'", s.x(), s.y(), s.z(), s.radius());
      }
    }
  }

  private void half(Leg leg, Half half) {
    xml.open(
        "body name='%s' pos='%s %s %s'",
        LegNames.upper(leg, half), geometry.hipX(leg), geometry.hipY(leg), geometry.hipZ());
    xml.empty("joint name='%s' axis='0 %s 0'", LegNames.motor(leg, half), half.axis());
    link(leg, half.upper, geometry.upperLink());
    xml.open("body name='%s' pos='0 0 %s'", LegNames.lower(leg, half), geometry.upperLink());
    xml.empty("joint name='%s' axis='0 1 0'", LegNames.knee(leg, half));
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
        "inertial pos='0 0 %s' mass='%s' diaginertia='%s %s %s'",
        inertia.comDistance(),
        inertia.mass(),
        inertia.inertiaX(),
        inertia.inertiaY(),
        inertia.inertiaZ());
    xml.empty("geom class='visual' type='capsule' fromto='0 0 0 0 0 %s' size='0.006'", length);
    for (CollisionSphere sphere : model.spheres()) {
      if (sphere instanceof CollisionSphere.OnLink s && s.leg() == leg && s.link() == link) {
        xml.empty("geom pos='0 0 %s' size='%s'", s.distance(), s.radius());
      }
    }
  }

  private void point(String name, double distance) {
    xml.empty("site name='%s' pos='0 0 %s' size='0.004'", name, distance);
  }

  private void loops() {
    xml.open("equality");
    for (Leg leg : Leg.values()) {
      xml.empty(
          "connect body1='%s' body2='%s' anchor='0 0 %s'",
          LegNames.lower(leg, Half.REAR), LegNames.lower(leg, Half.FRONT), geometry.lowerLink());
    }
    xml.close("equality");
  }

  /**
   * Adds tendon limits that keep the upper links of a leg apart, because the five-bar is singular
   * where they meet.
   */
  private void stops() {
    xml.open("tendon");
    double min = geometry.minMotorSum();
    for (Leg leg : Leg.values()) {
      xml.open("fixed range='%s %s' solreflimit='%s 1'", min, 2 * Math.PI - min, LOOP_SECONDS);
      for (Half half : Half.values()) {
        xml.empty("joint joint='%s' coef='1'", LegNames.motor(leg, half));
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
      xml.empty("motor name='%s' joint='%s' ctrlrange='%s %s'", name, name, -max, max);
    }
    xml.close("actuator");
  }

  private void keyframe() {
    KneeAngles knees = new KneeAngles(geometry);
    double angle = STANDING_EXTENSION_RAD;
    String leg =
        " %s %s %s %s".formatted(angle, knees.rear(angle, angle), angle, knees.front(angle, angle));
    xml.open("keyframe");
    xml.empty("key name='stand' qpos='0 0 %s 1 0 0 0%s'", standingHeight(), leg.repeat(Leg.COUNT));
    xml.close("keyframe");
  }

  /** Height of the trunk frame's origin at which the feet touch level ground, m. */
  private double standingHeight() {
    double[] foot = new double[2];
    new FiveBarLeg(geometry).footPosition(STANDING_EXTENSION_RAD, STANDING_EXTENSION_RAD, foot);
    return geometry.footRadius() - geometry.hipZ() - foot[1];
  }
}
