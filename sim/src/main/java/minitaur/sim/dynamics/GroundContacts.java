package minitaur.sim.dynamics;

import minitaur.sim.contact.ConstraintRow;
import minitaur.sim.contact.Contact;
import minitaur.sim.contact.ContactSolver;
import minitaur.sim.terrain.SurfaceContacts;
import minitaur.sim.terrain.Terrain;

/**
 * Finds where the robot's spheres touch the terrain or may do so within the step, and hands these
 * contacts to the solver.
 *
 * <p>A sphere rolls with its link: the velocity of its contact point is that of its centre plus the
 * link's whole angular velocity (trunk and motors) times the arm from the centre to the ground.
 */
final class GroundContacts {
  /**
   * Speed, m/s, that a sphere may gain towards the ground within one step by what happens to the
   * rest of the robot. A gap that such a sphere cannot close is no contact yet.
   */
  static final double GAINED_SPEED = 2;

  /** Farthest surface that is looked at, m. */
  static final double REACH = 0.05;

  private static final int TOUCH_ITERATIONS = 20;

  private final UnconstrainedDynamics dynamics;
  private final Terrain terrain;
  private final MovingSphere[] spheres;

  /** Upper bound of the distance from the trunk frame's origin to a sphere's surface, m. */
  private final double robotRadius;

  private final SurfaceContacts surfaces = new SurfaceContacts();
  private final ContactMemory memory;

  // The sphere and surface of each contact of the step, and its axes in the world.
  private final int[] sphereOf;
  private final int[] surfaceOf;
  private final ContactAxes[] axes;
  private int count;

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
    memory = new ContactMemory(count);
    sphereOf = new int[capacity()];
    surfaceOf = new int[capacity()];
    axes = new ContactAxes[capacity()];
    for (int i = 0; i < axes.length; i++) {
      axes[i] = new ContactAxes();
    }
  }

  private static double radius(RobotModel model) {
    double max = 0;
    for (CollisionSphere sphere : model.spheres()) {
      double centre;
      if (sphere instanceof CollisionSphere.OnLink onLink) {
        double hipX = model.geometry().hipX(onLink.leg());
        double hipY = model.geometry().hipY(onLink.leg());
        double hip = StrictMath.hypot(StrictMath.hypot(hipX, hipY), model.geometry().hipZ());
        centre = hip + model.geometry().upperLink() + onLink.distance();
      } else {
        CollisionSphere.OnTrunk onTrunk = (CollisionSphere.OnTrunk) sphere;
        centre = StrictMath.hypot(StrictMath.hypot(onTrunk.x(), onTrunk.y()), onTrunk.z());
      }
      max = Math.max(max, centre + sphere.radius());
    }
    return max;
  }

  /** Most contacts that there can be: every sphere at its most. */
  int capacity() {
    return spheres.length * SurfaceContacts.CAPACITY;
  }

  /** Number of the robot's spheres. */
  int sphereCount() {
    return spheres.length;
  }

  /** A sphere, where it was at the last {@link #find}. */
  MovingSphere sphere(int index) {
    return spheres[index];
  }

  /** The trunk's rotation. */
  RotationMatrix rotation() {
    return dynamics.rotation();
  }

  /** The last step's impulses. */
  ContactMemory memory() {
    return memory;
  }

  /**
   * Fills the solver with this step's contacts; they are its first.
   *
   * @param state where the robot is; the dynamics have been updated with it. Not modified.
   * @param w {@code [14]} whitened velocities, which get the impulses to start from. Modified.
   * @param warmScale what to multiply the last step's impulses by
   */
  void find(
      MultibodyState state,
      ContactSolver solver,
      double[] w,
      double stepSeconds,
      double warmScale) {
    RotationMatrix rotation = dynamics.rotation();
    double[] trunk = state.position;
    double ceiling = terrain.maxHeight(trunk[0], trunk[1], robotRadius + REACH) + REACH;
    for (int i = 0; i < spheres.length; i++) {
      MovingSphere sphere = spheres[i];
      sphere.locate(trunk, rotation);
      if (sphere.worldZ - sphere.radius >= ceiling) {
        continue;
      }
      surfaces.clear();
      terrain.contacts(sphere.worldX, sphere.worldY, sphere.worldZ, sphere.radius, REACH, surfaces);
      for (int k = 0; k < surfaces.size(); k++) {
        add(i, k, solver, w, stepSeconds, warmScale);
      }
    }
    count = solver.contactCount();
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
    ContactAxes frame = axes[index];
    frame.set(surfaces.normalX(k), surfaces.normalY(k), surfaces.normalZ(k), dynamics.rotation());
    double gap = surfaces.gap(k);
    if (gap > GAINED_SPEED * stepSeconds
        && gap > stepSeconds * (GAINED_SPEED + closingSpeed(sphere, frame))) {
      return;
    }
    Contact contact = solver.nextContact();
    fill(contact, sphere, frame);
    sphereOf[index] = sphereIndex;
    surfaceOf[index] = surfaces.surface(k);
    memory.sphere(sphereIndex).get(surfaces.surface(k), impulse);
    contact.prepare(
        gap,
        sphere.friction * surfaces.friction(k),
        warmScale * frame.normalPart(impulse),
        warmScale * frame.tangent1Part(impulse),
        warmScale * frame.tangent2Part(impulse),
        w);
  }

  /** Makes the robot the first body of a contact of one of its spheres. */
  void fill(Contact contact, MovingSphere sphere, ContactAxes frame) {
    fill(contact.normal, sphere, frame, frame.normalX, frame.normalY, frame.normalZ);
    fill(contact.tangent1, sphere, frame, frame.tangent1X, frame.tangent1Y, frame.tangent1Z);
    fill(contact.tangent2, sphere, frame, frame.tangent2X, frame.tangent2Y, frame.tangent2Z);
    dynamics.massMatrix().whiten(contact, sphere.leg);
  }

  /** Speed of the sphere's center towards the surface, m/s. */
  double closingSpeed(MovingSphere sphere, ContactAxes frame) {
    double[] v = dynamics.velocity();
    LinkPoint c = sphere.centre;
    double x = v[0] + v[4] * c.z - v[5] * sphere.y + c.velocityX;
    double y = v[1] + v[5] * c.x - v[3] * c.z;
    double z = v[2] + v[3] * sphere.y - v[4] * c.x + c.velocityZ;
    return -(frame.normalX * x + frame.normalY * y + frame.normalZ * z);
  }

  /** Sets the row of the contact point's velocity along (dx, dy, dz), in trunk axes. */
  private void fill(
      ConstraintRow row, MovingSphere sphere, ContactAxes frame, double dx, double dy, double dz) {
    LinkPoint c = sphere.centre;
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
    // Turning about y moves the arm's end along (armZ, 0, -armX).
    double turn = armZ * dx - armX * dz;
    row.rear = c.xByRear * dx + c.zByRear * dz + sphere.angleByRear() * turn;
    row.front = c.xByFront * dx + c.zByFront * dz + sphere.angleByFront() * turn;
    ArrowMatrix.LegBlock leg = dynamics.massMatrix().leg(sphere.leg);
    row.setRobot(leg.rear, leg.front);
  }

  /** Remembers the impulses that the solver found. */
  void remember(ContactSolver solver) {
    memory.clear();
    for (int i = 0; i < count; i++) {
      Contact contact = solver.contact(i);
      ContactAxes frame = axes[i];
      frame.toWorld(contact.normalImpulse(), contact.impulse1(), contact.impulse2(), impulse);
      memory.sphere(sphereOf[i]).add(surfaceOf[i], impulse[0], impulse[1], impulse[2]);
    }
  }

  /**
   * Distance of the trunk frame's origin from the world's along {@code normal}, m, at which a
   * sphere of a robot that is turned to the normal touches the ground: from above the highest
   * ground it comes down as far as the gap allows, until there is none.
   *
   * @param index the sphere; the dynamics have been updated with the robot at the origin
   * @param normal {@code [3]} the trunk's upward axis in the world. Not modified.
   */
  double distanceToTouch(int index, double[] normal) {
    MovingSphere sphere = spheres[index];
    sphere.update();
    LinkPoint c = sphere.centre;
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
          startX + up * normal[0], startY + up * normal[1], z, sphere.radius, REACH, surfaces);
      double gap = surfaces.size() == 0 ? 0 : surfaces.gap(0);
      for (int k = 1; k < surfaces.size(); k++) {
        gap = Math.min(gap, surfaces.gap(k));
      }
      z -= gap * normal[2];
    }
    return (z - startZ) / normal[2];
  }
}
