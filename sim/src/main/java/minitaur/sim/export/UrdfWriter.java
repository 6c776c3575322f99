package minitaur.sim.export;

import minitaur.hal.Leg;
import minitaur.hal.RobotGeometry;
import minitaur.sim.device.MotorModel;
import minitaur.sim.dynamics.CollisionSphere;
import minitaur.sim.dynamics.LegLink;
import minitaur.sim.dynamics.LinkInertia;
import minitaur.sim.dynamics.RobotModel;
import minitaur.sim.dynamics.TrunkInertia;
import minitaur.sim.export.LegNames.Half;

/**
 * Writes the robot model as URDF. URDF has no closed loops, so each leg is two open chains that end
 * in a massless link at the pin. The importing software must constrain the two pins of a leg to the
 * same point.
 */
final class UrdfWriter {
  private static final double VISUAL_RADIUS = 0.006;

  private final RobotModel model;
  private final RobotGeometry geometry;
  private final XmlWriter xml = new XmlWriter();

  UrdfWriter(RobotModel model) {
    this.model = model;
    geometry = model.geometry();
  }

  String write() {
    xml.open("robot name='minitaur'");
    trunk();
    for (Leg leg : Leg.values()) {
      for (Half half : Half.values()) {
        half(leg, half);
      }
    }
    xml.close("robot");
    return xml.toString();
  }

  private void trunk() {
    TrunkInertia trunk = model.trunk();
    TrunkInertia.Tensor tensor = trunk.inertia();
    xml.open("link name='trunk'");
    inertial(
        vector(trunk.com().x(), trunk.com().y(), trunk.com().z()),
        trunk.mass(),
        tensor.xx(),
        tensor.yy(),
        tensor.zz(),
        tensor.xz());
    xml.open("visual").open("geometry").empty("box size='0.3 0.13 0.087'");
    xml.close("geometry").close("visual");
    for (CollisionSphere sphere : model.spheres()) {
      if (sphere instanceof CollisionSphere.OnTrunk s) {
        sphere(vector(s.x(), s.y(), s.z()), s.radius());
      }
    }
    xml.close("link");
  }

  private void half(Leg leg, Half half) {
    String upper = LegNames.upper(leg, half);
    String lower = LegNames.lower(leg, half);
    link(upper, leg, half.upper, geometry.upperLink());
    xml.open("joint name='%s' type='continuous'", LegNames.motor(leg, half));
    connect("trunk", upper, vector(geometry.hipX(leg), geometry.hipY(leg), geometry.hipZ()));
    xml.empty("axis xyz='0 %s 0'", half.axis());
    xml.empty("limit effort='%s' velocity='100'", MotorModel.torque(Double.MAX_VALUE));
    xml.close("joint");
    link(lower, leg, half.lower, geometry.lowerLink());
    xml.open("joint name='%s' type='continuous'", LegNames.knee(leg, half));
    connect(upper, lower, along(geometry.upperLink()));
    xml.empty("axis xyz='0 1 0'");
    xml.close("joint");
    point(LegNames.pin(leg, half), lower, geometry.lowerLink());
    if (half == Half.REAR) {
      point(LegNames.foot(leg), lower, geometry.kneeToFoot());
    }
  }

  private void link(String name, Leg leg, LegLink link, double length) {
    LinkInertia inertia = model.inertia(link);
    xml.open("link name='%s'", name);
    inertial(
        along(inertia.comDistance()),
        inertia.mass(),
        inertia.inertiaX(),
        inertia.inertiaY(),
        inertia.inertiaZ(),
        0);
    xml.open("visual");
    origin(along(length / 2));
    xml.open("geometry").empty("cylinder radius='%s' length='%s'", VISUAL_RADIUS, length);
    xml.close("geometry").close("visual");
    for (CollisionSphere sphere : model.spheres()) {
      if (sphere instanceof CollisionSphere.OnLink s && s.leg() == leg && s.link() == link) {
        sphere(along(s.distance()), s.radius());
      }
    }
    xml.close("link");
  }

  private void inertial(String com, double mass, double xx, double yy, double zz, double xz) {
    xml.open("inertial");
    origin(com);
    xml.empty("mass value='%s'", mass);
    xml.empty("inertia ixx='%s' ixy='0' ixz='%s' iyy='%s' iyz='0' izz='%s'", xx, xz, yy, zz);
    xml.close("inertial");
  }

  private void sphere(String center, double radius) {
    xml.open("collision");
    origin(center);
    xml.open("geometry").empty("sphere radius='%s'", radius);
    xml.close("geometry").close("collision");
  }

  /** Adds a massless link on the axis of another link. */
  private void point(String name, String link, double distance) {
    xml.empty("link name='%s'", name);
    xml.open("joint name='%s_fixed' type='fixed'", name);
    connect(link, name, along(distance));
    xml.close("joint");
  }

  private void connect(String parent, String child, String origin) {
    xml.empty("parent link='%s'", parent);
    xml.empty("child link='%s'", child);
    origin(origin);
  }

  private void origin(String position) {
    xml.empty("origin xyz='%s' rpy='0 0 0'", position);
  }

  private static String vector(double x, double y, double z) {
    return x + " " + y + " " + z;
  }

  /** A position on the axis of a link. */
  private static String along(double distance) {
    return "0 0 " + distance;
  }
}
