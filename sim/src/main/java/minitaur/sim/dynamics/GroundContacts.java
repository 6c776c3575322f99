package minitaur.sim.dynamics;

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
  private final SphereImpulseCache impulseCache;

  // Sphere, surface and axes of each contact of the step.
  private final int[] contactSpheres;
  private final int[] contactSurfaces;
  private final ContactFrame[] contactFrames;
  private int contactCount;

  private final double[] impulse = new double[3];

  GroundContacts(RobotModel model, Terrain terrain, UnconstrainedDynamics dynamics) {
    this.dynamics = dynamics;
    this.terrain = terrain;
    int count = model.spheres().size();
    spheres = new MovingSphere[count];
    for (int i = 0; i < count; i++) {
      spheres[i] = MovingSphere.of(model.spheres().get(i), model, dynamics);
    }
    robotRadius = radius(model);
    impulseCache = new SphereImpulseCache(count);
    contactSpheres = new int[capacity()];
    contactSurfaces = new int[capacity()];
    contactFrames = new ContactFrame[capacity()];
    for (int i = 0; i < contactFrames.length; i++) {
      contactFrames[i] = new ContactFrame();
    }
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
  int capacity() {
    return spheres.length * SurfaceContacts.CAPACITY;
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

  /** Impulses of the last step. */
  SphereImpulseCache impulseCache() {
    return impulseCache;
  }

  /**
   * Adds this step's contacts to the solver; they are the first in the solver.
   *
   * @param state state of the robot; the dynamics must have been updated with it. Not modified.
   * @param w {@code [14]} whitened velocities, to which the initial impulses are applied. Modified.
   * @param warmScale factor of the last step's impulses for warm starting
   */
  void find(
      MultibodyState state,
      ContactSolver solver,
      double[] w,
      double stepSeconds,
      double warmScale) {
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
        add(i, k, solver, w, stepSeconds, warmScale);
      }
    }
    contactCount = solver.contactCount();
  }

  private void add(
      int sphereIndex,
      int k,
      ContactSolver solver,
      double[] w,
      double stepSeconds,
      double warmScale) {
    MovingSphere sphere = spheres[sphereIndex];
    sphere.update();
    int index = solver.contactCount();
    ContactFrame frame = contactFrames[index];
    frame.set(surfaces.normalX(k), surfaces.normalY(k), surfaces.normalZ(k), dynamics.rotation());
    double gap = surfaces.gap(k);
    if (gap > MAX_SPEED_GAIN * stepSeconds
        && gap > stepSeconds * (MAX_SPEED_GAIN + closingSpeed(sphere, frame))) {
      return;
    }
    Contact contact = solver.nextContact();
    setRobotRows(contact, sphere, frame);
    contactSpheres[index] = sphereIndex;
    contactSurfaces[index] = surfaces.surface(k);
    impulseCache.sphere(sphereIndex).get(surfaces.surface(k), impulse);
    contact.prepare(
        gap,
        sphere.friction * surfaces.friction(k),
        warmScale * frame.normalComponent(impulse),
        warmScale * frame.tangent1Component(impulse),
        warmScale * frame.tangent2Component(impulse),
        w);
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
    row.rear = c.xByRear * dx + c.zByRear * dz + sphere.angleByRear() * rotation;
    row.front = c.xByFront * dx + c.zByFront * dz + sphere.angleByFront() * rotation;
    ArrowMatrix.LegBlock leg = dynamics.massMatrix().leg(sphere.leg);
    row.setRobot(leg.rear, leg.front);
  }

  /** Stores the solver's impulses for warm starting. */
  void storeImpulses(ContactSolver solver) {
    impulseCache.clear();
    for (int i = 0; i < contactCount; i++) {
      Contact contact = solver.contact(i);
      ContactFrame frame = contactFrames[i];
      frame.toWorld(contact.normalImpulse(), contact.impulse1(), contact.impulse2(), impulse);
      impulseCache
          .sphere(contactSpheres[i])
          .add(contactSurfaces[i], impulse[0], impulse[1], impulse[2]);
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
