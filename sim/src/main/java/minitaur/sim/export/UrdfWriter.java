package minitaur.sim.export;

import java.util.List;
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

  private UrdfWriter(RobotModel model) {
    this.model = model;
    geometry = model.geometry();
  }

  static String write(RobotModel model) {
    return new UrdfWriter(model).write();
  }

  private String write() {
    xml.open("robot", "name", "minitaur");
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
    xml.open("link", "name", "trunk");
    inertial(
        List.of(trunk.com().x(), trunk.com().y(), trunk.com().z()),
        trunk.mass(),
        tensor.xx(),
        tensor.yy(),
        tensor.zz(),
        tensor.xz());
    xml.open("visual").open("geometry").empty("box", "size", "0.3 0.13 0.087");
    xml.close("geometry").close("visual");
    for (CollisionSphere sphere : model.spheres()) {
      if (sphere instanceof CollisionSphere.OnTrunk onTrunk) {
        sphere(List.of(onTrunk.x(), onTrunk.y(), onTrunk.z()), onTrunk.radius());
      }
    }
    xml.close("link");
  }

  private void half(Leg leg, Half half) {
    String upper = LegNames.upper(leg, half);
    String lower = LegNames.lower(leg, half);
    link(upper, leg, half.upper, geometry.upperLink());
    xml.open("joint", "name", LegNames.motor(leg, half), "type", "continuous");
    connect("trunk", upper, List.of(geometry.hipX(leg), geometry.hipY(leg), geometry.hipZ()));
    xml.empty("axis", "xyz", List.of(0, half.axis(), 0));
    xml.empty("limit", "effort", MotorModel.torque(Double.MAX_VALUE), "velocity", 100);
    xml.close("joint");
    link(lower, leg, half.lower, geometry.lowerLink());
    xml.open("joint", "name", LegNames.knee(leg, half), "type", "continuous");
    connect(upper, lower, List.of(0, 0, geometry.upperLink()));
    xml.empty("axis", "xyz", "0 1 0");
    xml.close("joint");
    point(LegNames.pin(leg, half), lower, geometry.lowerLink());
    if (half == Half.REAR) {
      point(LegNames.foot(leg), lower, geometry.kneeToFoot());
    }
  }

  private void link(String name, Leg leg, LegLink link, double length) {
    LinkInertia inertia = model.inertia(link);
    xml.open("link", "name", name);
    inertial(
        List.of(0, 0, inertia.comDistance()),
        inertia.mass(),
        inertia.inertiaX(),
        inertia.inertiaY(),
        inertia.inertiaZ(),
        0);
    xml.open("visual");
    xml.empty("origin", "xyz", List.of(0, 0, length / 2), "rpy", "0 0 0");
    xml.open("geometry").empty("cylinder", "radius", VISUAL_RADIUS, "length", length);
    xml.close("geometry").close("visual");
    for (CollisionSphere sphere : model.spheres()) {
      if (sphere instanceof CollisionSphere.OnLink onLink
          && onLink.leg() == leg
          && onLink.link() == link) {
        sphere(List.of(0, 0, onLink.distance()), onLink.radius());
      }
    }
    xml.close("link");
  }

  private void inertial(
      List<? extends Number> com, double mass, double xx, double yy, double zz, double xz) {
    xml.open("inertial");
    xml.empty("origin", "xyz", com, "rpy", "0 0 0");
    xml.empty("mass", "value", mass);
    xml.empty("inertia", "ixx", xx, "ixy", 0, "ixz", xz, "iyy", yy, "iyz", 0, "izz", zz);
    xml.close("inertial");
  }

  private void sphere(List<? extends Number> center, double radius) {
    xml.open("collision");
    xml.empty("origin", "xyz", center, "rpy", "0 0 0");
    xml.open("geometry").empty("sphere", "radius", radius);
    xml.close("geometry").close("collision");
  }

  /** Adds a massless link on the axis of another link. */
  private void point(String name, String link, double distance) {
    xml.empty("link", "name", name);
    xml.open("joint", "name", name + "_fixed", "type", "fixed");
    connect(link, name, List.of(0, 0, distance));
    xml.close("joint");
  }

  private void connect(String parent, String child, List<? extends Number> origin) {
    xml.empty("parent", "link", parent);
    xml.empty("child", "link", child);
    xml.empty("origin", "xyz", origin, "rpy", "0 0 0");
  }
}
