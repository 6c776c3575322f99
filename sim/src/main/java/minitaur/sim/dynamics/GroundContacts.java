package minitaur.sim.dynamics;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import minitaur.sim.contact.ConstraintRow;
import minitaur.sim.contact.Contact;
import minitaur.sim.contact.ContactSolver;
import minitaur.sim.terrain.SurfaceContacts;
import minitaur.sim.terrain.Terrain;

/**
 * Detects contacts of the robot's spheres with the terrain, including those that may close within
 * the step, and adds them to the solver.
 *
 * <p>A sphere rotates with its link: the velocity of its contact point is that of its center plus
 * the cross product of the link's total angular velocity (trunk and motors) and the vector from
 * center to contact point.
 */
final class GroundContacts {
  /**
   * Speed that a sphere may gain toward the ground within one step due to forces on the rest of the
   * robot, m/s. A gap that cannot close at this additional speed is not a contact.
   */
  static final double MAX_SPEED_GAIN = 2;

  /** Max distance of a surface that is considered, m. */
  static final double CONTACT_MARGIN = 0.05;

  private static final int TOUCH_ITERATIONS = 20;

  private final UnconstrainedDynamics dynamics;
  private final Terrain terrain;
  private final MovingSphere[] spheres;

  /** Upper bound of the distance from the trunk frame's origin to a sphere's surface, m. */
  private final double robotRadius;

  private final SurfaceContacts surfaces = new SurfaceContacts();
  private final ContactList contacts;

  GroundContacts(
      RobotModel model, Terrain terrain, UnconstrainedDynamics dynamics, ContactSolver solver) {
    this.dynamics = dynamics;
    this.terrain = terrain;
    spheres =
        model.spheres().stream()
            .map(sphere -> new MovingSphere(sphere, model, dynamics))
            .toArray(MovingSphere[]::new);
    robotRadius = radius(model);
    contacts = new ContactList(solver, capacity(model));
  }

  private static double radius(RobotModel model) {
    double max = 0;
    for (CollisionSphere sphere : model.spheres()) {
      double centerDistance;
      if (sphere instanceof CollisionSphere.OnLink onLink) {
        double hipX = model.geometry().hipX(onLink.leg());
        double hipY = model.geometry().hipY(onLink.leg());
        double hip = StrictMath.hypot(StrictMath.hypot(hipX, hipY), model.geometry().hipZ());
        centerDistance = hip + model.geometry().upperLink() + onLink.distance();
      } else {
        CollisionSphere.OnTrunk onTrunk = (CollisionSphere.OnTrunk) sphere;
        centerDistance = StrictMath.hypot(StrictMath.hypot(onTrunk.x(), onTrunk.y()), onTrunk.z());
      }
      max = Math.max(max, centerDistance + sphere.radius());
    }
    return max;
  }

  /** Max number of contacts. */
  static int capacity(RobotModel model) {
    return model.spheres().size() * SurfaceContacts.CAPACITY;
  }

  /** Number of the robot's spheres. */
  int sphereCount() {
    return spheres.length;
  }

  /** A sphere, positioned as of the last {@link #find}. */
  MovingSphere sphere(int index) {
    return spheres[index];
  }

  /** The trunk's rotation. */
  RotationMatrix rotation() {
    return dynamics.rotation();
  }

  /**
   * Adds this step's contacts to the solver.
   *
   * @param state state of the robot; the dynamics must have been updated with it. Not modified.
   * @param w {@code [14]} whitened velocities, to which the initial impulses are applied. Modified.
   * @param warmScale factor of the last step's impulses for warm starting
   */
  void find(MultibodyState state, double[] w, double stepSeconds, double warmScale) {
    contacts.start();
    RotationMatrix rotation = dynamics.rotation();
    double[] trunk = state.position;
    double maxContactHeight =
        terrain.maxHeight(trunk[0], trunk[1], robotRadius + CONTACT_MARGIN) + CONTACT_MARGIN;
    for (int i = 0; i < spheres.length; i++) {
      MovingSphere sphere = spheres[i];
      sphere.updateWorldPosition(trunk, rotation);
      if (sphere.worldZ - sphere.radius >= maxContactHeight) {
        continue;
      }
      surfaces.clear();
      terrain.contacts(
          sphere.worldX, sphere.worldY, sphere.worldZ, sphere.radius, CONTACT_MARGIN, surfaces);
      for (int k = 0; k < surfaces.size(); k++) {
        add(i, k, w, stepSeconds, warmScale);
      }
    }
  }

  private void add(int sphereIndex, int k, double[] w, double stepSeconds, double warmScale) {
    MovingSphere sphere = spheres[sphereIndex];
    sphere.update();
    ContactFrame frame = contacts.nextFrame();
    frame.set(surfaces.normalX(k), surfaces.normalY(k), surfaces.normalZ(k), dynamics.rotation());
    double gap = surfaces.gap(k);
    if (gap > MAX_SPEED_GAIN * stepSeconds
        && gap > stepSeconds * (MAX_SPEED_GAIN + closingSpeed(sphere, frame))) {
      return;
    }
    setRobotRows(contacts.add(key(sphereIndex, surfaces.surface(k))), sphere, frame);
    contacts.prepare(gap, sphere.friction * surfaces.friction(k), w, warmScale);
  }

  private static long key(int sphere, int surface) {
    return (long) sphere << 48 | surface;
  }

  /** Makes the robot the first body of a contact of one of its spheres. */
  void setRobotRows(Contact contact, MovingSphere sphere, ContactFrame frame) {
    setRobotRows(contact.normal, sphere, frame, frame.normalX, frame.normalY, frame.normalZ);
    setRobotRows(
        contact.tangent1, sphere, frame, frame.tangent1X, frame.tangent1Y, frame.tangent1Z);
    setRobotRows(
        contact.tangent2, sphere, frame, frame.tangent2X, frame.tangent2Y, frame.tangent2Z);
    dynamics.massMatrix().whiten(contact, sphere.leg);
  }

  /** Speed of the sphere's center toward the surface, m/s. */
  double closingSpeed(MovingSphere sphere, ContactFrame frame) {
    double[] v = dynamics.velocity();
    LinkPoint c = sphere.center;
    double x = v[0] + v[4] * c.z - v[5] * sphere.y + c.velocityX;
    double y = v[1] + v[5] * c.x - v[3] * c.z;
    double z = v[2] + v[3] * sphere.y - v[4] * c.x + c.velocityZ;
    return -(frame.normalX * x + frame.normalY * y + frame.normalZ * z);
  }

  /** Sets the Jacobian row of the contact point's velocity along (dx, dy, dz), in trunk axes. */
  private void setRobotRows(
      ConstraintRow row, MovingSphere sphere, ContactFrame frame, double dx, double dy, double dz) {
    LinkPoint c = sphere.center;
    double armX = -sphere.radius * frame.normalX;
    double armY = -sphere.radius * frame.normalY;
    double armZ = -sphere.radius * frame.normalZ;
    double px = c.x + armX;
    double py = sphere.y + armY;
    double pz = c.z + armZ;
    row.body[0] = dx;
    row.body[1] = dy;
    row.body[2] = dz;
    row.body[3] = py * dz - pz * dy;
    row.body[4] = pz * dx - px * dz;
    row.body[5] = px * dy - py * dx;
    // Rotation about y moves the end of the arm along (armZ, 0, -armX).
    double rotation = armZ * dx - armX * dz;
    row.rear = c.xByRear * dx + c.zByRear * dz + sphere.link.angleByRear * rotation;
    row.front = c.xByFront * dx + c.zByFront * dz + sphere.link.angleByFront * rotation;
    ArrowMatrix.LegBlock leg = dynamics.massMatrix().leg(sphere.leg);
    row.setRobot(leg.rear, leg.front);
  }

  /** Stores the solver's impulses for warm starting. */
  void storeImpulses() {
    contacts.storeImpulses();
  }

  /** Clears the impulses of the last step. */
  void clear() {
    contacts.lastImpulses().clear();
  }

  /**
   * Adds the last step's impulses of the ground on a sphere to {@code sum}. Modified: {@code [3]}
   * sum.
   */
  void addImpulseOn(int sphere, double[] sum) {
    contacts.lastImpulses().addTo(sum, sphere);
  }

  /** Writes the last step's impulses: for each sphere their number, then surfaces and impulses. */
  void save(DataOutput out) throws IOException {
    ImpulseCache impulses = contacts.lastImpulses();
    int next = 0;
    for (int sphere = 0; sphere < spheres.length; sphere++) {
      int end = next;
      while (end < impulses.size() && impulses.key(end) >>> 48 == sphere) {
        end++;
      }
      out.writeInt(end - next);
      for (; next < end; next++) {
        out.writeInt((int) impulses.key(next));
        impulses.saveImpulse(next, out);
      }
    }
  }

  void restore(DataInput in) throws IOException {
    ImpulseCache impulses = contacts.lastImpulses();
    impulses.clear();
    for (int sphere = 0; sphere < spheres.length; sphere++) {
      for (int count = in.readInt(); count > 0; count--) {
        long key = key(sphere, in.readInt());
        impulses.add(key, in.readDouble(), in.readDouble(), in.readDouble());
      }
    }
  }

  /**
   * Distance, m, between the trunk frame's origin and the world's along {@code normal} at which a
   * sphere touches the ground if the robot's upward axis is {@code normal}. Found iteratively:
   * starting from above, the sphere is lowered by its remaining gap.
   *
   * @param index the sphere; the dynamics must have been updated with the robot at the origin
   * @param normal {@code [3]} the trunk's upward axis in the world. Not modified.
   */
  double touchdownDistance(int index, double[] normal) {
    MovingSphere sphere = spheres[index];
    sphere.update();
    LinkPoint c = sphere.center;
    RotationMatrix rotation = dynamics.rotation();
    double startX = rotation.worldX(c.x, sphere.y, c.z);
    double startY = rotation.worldY(c.x, sphere.y, c.z);
    double startZ = rotation.worldZ(c.x, sphere.y, c.z);
    double z = 0;
    for (int i = 0; i < TOUCH_ITERATIONS; i++) {
      double up = (z - startZ) / normal[2];
      z = terrain.height(startX + up * normal[0], startY + up * normal[1]) + sphere.radius;
    }
    for (int i = 0; i < TOUCH_ITERATIONS; i++) {
      double up = (z - startZ) / normal[2];
      surfaces.clear();
      terrain.contacts(
          startX + up * normal[0],
          startY + up * normal[1],
          z,
          sphere.radius,
          CONTACT_MARGIN,
          surfaces);
      double gap = surfaces.size() == 0 ? 0 : surfaces.gap(0);
      for (int k = 1; k < surfaces.size(); k++) {
        gap = Math.min(gap, surfaces.gap(k));
      }
      z -= gap * normal[2];
    }
    return (z - startZ) / normal[2];
  }
}
