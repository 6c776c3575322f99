package minitaur.sim.dynamics;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import minitaur.sim.contact.Contact;
import minitaur.sim.contact.ContactSolver;
import minitaur.sim.terrain.Block;
import minitaur.sim.terrain.Box;
import minitaur.sim.terrain.GroundEdge;
import minitaur.sim.terrain.SurfaceContacts;
import minitaur.sim.terrain.Terrain;

/**
 * Dynamics of a terrain's movable blocks: their motion and their contacts with the ground, with
 * each other and with the robot's spheres. Their velocities, six per block, follow the robot's in
 * the whitened vector.
 *
 * <p>Contacts with the ground are the block's corners, which suffice for a plane, and the block's
 * edges and faces with convex edges of the ground. Contacts with static boxes are computed as those
 * between blocks, with corners, edges and faces.
 */
final class BlockDynamics {
  // Type of contact, in the top bits of its key.
  private static final long WITH_GROUND = 1L << 60;
  private static final long WITH_BOX = 2L << 60;
  private static final long WITH_BLOCK = 3L << 60;
  private static final long WITH_SPHERE = 4L << 60;
  private static final long WITH_EDGE = 5L << 60;

  private final RobotModel model;
  private final Terrain terrain;
  private final GroundContacts robot;
  private final BlockState[] blocks;
  private final BoxPose[] boxes;
  private final GroundEdge[] edges;
  private final SurfaceContacts surfaces = new SurfaceContacts();
  private final BoxContacts points = new BoxContacts();
  private final EdgeContacts edgePoints = new EdgeContacts();
  private final ImpulseMemory memory;

  // Key and axes of each contact of the step.
  private final long[] keyOf;
  private final ContactAxes[] axesOf;
  private int first;

  private final double[] impulse = new double[3];

  // World position of the contact being filled.
  private double pointX;
  private double pointY;
  private double pointZ;

  BlockDynamics(RobotModel model, Terrain terrain, GroundContacts robot) {
    this.model = model;
    this.terrain = terrain;
    this.robot = robot;
    List<Block> movable = terrain.blocks();
    blocks = movable.stream().map(BlockState::new).toArray(BlockState[]::new);
    List<Box> fixed = movable.isEmpty() ? List.of() : terrain.boxes();
    boxes = fixed.stream().map(BoxPose::new).toArray(BoxPose[]::new);
    edges = movable.isEmpty() ? new GroundEdge[0] : terrain.edges().toArray(GroundEdge[]::new);
    memory = new ImpulseMemory(capacity());
    keyOf = new long[capacity()];
    axesOf = new ContactAxes[capacity()];
    for (int i = 0; i < axesOf.length; i++) {
      axesOf[i] = new ContactAxes();
    }
  }

  /** Max number of contacts. */
  int capacity() {
    int count = blocks.length;
    int withGround = count * BlockState.CORNERS * SurfaceContacts.CAPACITY;
    int withEdges = count * edges.length * EdgeContacts.CAPACITY;
    int withBoxes = count * boxes.length * BoxContacts.CAPACITY;
    int withBlocks = count * (count - 1) / 2 * BoxContacts.CAPACITY;
    return withGround + withEdges + withBoxes + withBlocks + count * model.spheres().size();
  }

  /** Number of velocity coordinates. */
  int velocities() {
    return BlockState.VELOCITIES * blocks.length;
  }

  int count() {
    return blocks.length;
  }

  BlockState block(int index) {
    return blocks[index];
  }

  /** Resets all blocks to their initial poses, at rest. */
  void reset() {
    memory.clear();
    for (BlockState block : blocks) {
      block.reset();
    }
  }

  /**
   * Writes the whitened velocities at the end of the step without contacts. Modified: {@code w}.
   */
  void setFreeVelocity(double stepSeconds, double[] w) {
    for (int i = 0; i < blocks.length; i++) {
      blocks[i].update();
      blocks[i].setFreeVelocity(
          model.gravity().x(), model.gravity().y(), model.gravity().z(), stepSeconds, w, offset(i));
    }
  }

  /** Sets the velocities at the end of the step from {@code w}. */
  void setVelocity(double[] w) {
    for (int i = 0; i < blocks.length; i++) {
      blocks[i].setVelocity(w, offset(i));
    }
  }

  /**
   * Integrates the poses over a step; {@code correction} is whitened and applies to this step only.
   * Not modified.
   */
  void advance(double[] correction, double stepSeconds) {
    for (int i = 0; i < blocks.length; i++) {
      blocks[i].advance(correction, offset(i), stepSeconds);
    }
  }

  private static int offset(int block) {
    return MultibodyState.VELOCITIES + BlockState.VELOCITIES * block;
  }

  /**
   * Adds the blocks' contacts to the solver; parameters as in {@link GroundContacts#find}, which
   * must have been called before.
   */
  void find(ContactSolver solver, double[] w, double stepSeconds, double warmScale) {
    first = solver.contactCount();
    for (int i = 0; i < blocks.length; i++) {
      double speed = GroundContacts.GAINED_SPEED + blocks[i].speed();
      findGround(i, speed * stepSeconds, solver, w, warmScale);
      findEdges(i, speed * stepSeconds, solver, w, warmScale);
      for (int k = 0; k < boxes.length; k++) {
        points.find(blocks[i].pose(), boxes[k], speed * stepSeconds);
        for (int p = 0; p < points.size(); p++) {
          beginAtPoint(WITH_BOX | (long) i << 48 | (long) k << 8 | p, p, solver);
          fill(solver, i);
          end(solver, points.gap[p], blocks[i].block().friction(), w, warmScale);
        }
      }
      for (int k = 0; k < i; k++) {
        findPair(i, k, (speed + blocks[k].speed()) * stepSeconds, solver, w, warmScale);
      }
    }
    for (int s = 0; s < robot.sphereCount(); s++) {
      for (int i = 0; i < blocks.length; i++) {
        findSphere(s, i, solver, w, stepSeconds, warmScale);
      }
    }
  }

  private void findGround(int i, double reach, ContactSolver solver, double[] w, double warmScale) {
    BoxPose pose = blocks[i].pose();
    for (int corner = 0; corner < BlockState.CORNERS; corner++) {
      double x = pose.corner(corner, 0);
      double y = pose.corner(corner, 1);
      double z = pose.corner(corner, 2);
      surfaces.clear();
      terrain.contacts(x, y, z, 0, reach, surfaces);
      for (int k = 0; k < surfaces.size(); k++) {
        long key = WITH_GROUND | (long) i << 48 | (long) surfaces.surface(k) << 8 | corner;
        begin(key, surfaces.normalX(k), surfaces.normalY(k), surfaces.normalZ(k), x, y, z, solver);
        fill(solver, i);
        double friction = blocks[i].block().friction() * surfaces.friction(k);
        end(solver, surfaces.gap(k), friction, w, warmScale);
      }
    }
  }

  private void findEdges(int i, double reach, ContactSolver solver, double[] w, double warmScale) {
    for (int k = 0; k < edges.length; k++) {
      GroundEdge edge = edges[k];
      edgePoints.find(blocks[i].pose(), edge, reach);
      for (int p = 0; p < edgePoints.size(); p++) {
        double[] n = edgePoints.normal;
        double y = edgePoints.y[p];
        long key = WITH_EDGE | (long) i << 48 | (long) k << 8 | p;
        begin(key, n[0], n[1], n[2], edge.x(), y, edge.z(), solver);
        fill(solver, i);
        double friction = blocks[i].block().friction() * frictionAt(edge, y);
        end(solver, edgePoints.gap[p], friction, w, warmScale);
      }
    }
  }

  private double frictionAt(GroundEdge edge, double y) {
    surfaces.clear();
    terrain.contacts(edge.x(), y, edge.z(), 0, GroundContacts.REACH, surfaces);
    return surfaces.size() == 0 ? 1 : surfaces.friction(0);
  }

  private void findPair(
      int i, int k, double reach, ContactSolver solver, double[] w, double warmScale) {
    points.find(blocks[i].pose(), blocks[k].pose(), reach);
    double friction = Math.max(blocks[i].block().friction(), blocks[k].block().friction());
    for (int p = 0; p < points.size(); p++) {
      beginAtPoint(WITH_BLOCK | (long) i << 48 | (long) k << 8 | p, p, solver);
      fill(solver, i);
      fillSecond(solver, k);
      end(solver, points.gap[p], friction, w, warmScale);
    }
  }

  /**
   * Adds the contact of a sphere with a block, at the block's point nearest to the sphere's center.
   */
  private void findSphere(
      int s, int i, ContactSolver solver, double[] w, double stepSeconds, double warmScale) {
    MovingSphere sphere = robot.sphere(s);
    BoxPose pose = blocks[i].pose();
    double dx = sphere.worldX - pose.center[0];
    double dy = sphere.worldY - pose.center[1];
    double dz = sphere.worldZ - pose.center[2];
    double far = pose.radius + sphere.radius + GroundContacts.REACH;
    if (dx * dx + dy * dy + dz * dz > far * far) {
      return;
    }
    double px = pose.along(0, dx, dy, dz);
    double py = pose.along(1, dx, dy, dz);
    double pz = pose.along(2, dx, dy, dz);
    double beyondX = Math.abs(px) - pose.half[0];
    double beyondY = Math.abs(py) - pose.half[1];
    double beyondZ = Math.abs(pz) - pose.half[2];
    double nx = 0;
    double ny = 0;
    double nz = 0;
    double distance;
    if (beyondX > 0 || beyondY > 0 || beyondZ > 0) {
      nx = Math.copySign(Math.max(0, beyondX), px);
      ny = Math.copySign(Math.max(0, beyondY), py);
      nz = Math.copySign(Math.max(0, beyondZ), pz);
      distance = Math.sqrt(nx * nx + ny * ny + nz * nz);
      nx /= distance;
      ny /= distance;
      nz /= distance;
    } else {
      // The center is inside the block: the normal is that of the nearest face.
      distance = Math.max(beyondX, Math.max(beyondY, beyondZ));
      if (distance == beyondX) {
        nx = Math.copySign(1, px);
      } else if (distance == beyondY) {
        ny = Math.copySign(1, py);
      } else {
        nz = Math.copySign(1, pz);
      }
    }
    double gap = distance - sphere.radius;
    if (gap >= GroundContacts.REACH) {
      return;
    }
    sphere.update();
    double[] a = pose.axes;
    double worldX = a[0] * nx + a[3] * ny + a[6] * nz;
    double worldY = a[1] * nx + a[4] * ny + a[7] * nz;
    double worldZ = a[2] * nx + a[5] * ny + a[8] * nz;
    ContactAxes axes = axesOf[solver.contactCount() - first];
    axes.set(worldX, worldY, worldZ, robot.rotation());
    double closing = robot.closingSpeed(sphere, axes) + blocks[i].speed();
    if (gap > stepSeconds * (GroundContacts.GAINED_SPEED + Math.max(0, closing))) {
      return;
    }
    keyOf[solver.contactCount() - first] = WITH_SPHERE | (long) s << 48 | (long) i << 8;
    Contact contact = solver.nextContact();
    robot.fill(contact, sphere, axes);
    pointX = sphere.worldX - distance * worldX;
    pointY = sphere.worldY - distance * worldY;
    pointZ = sphere.worldZ - distance * worldZ;
    fillSecond(solver, i);
    end(solver, gap, blocks[i].block().friction(), w, warmScale);
  }

  private void beginAtPoint(long key, int p, ContactSolver solver) {
    double[] n = points.normal;
    begin(key, n[0], n[1], n[2], points.x[p], points.y[p], points.z[p], solver);
  }

  /** Starts a new contact in the solver; its bodies are set next. */
  private void begin(
      long key,
      double nx,
      double ny,
      double nz,
      double x,
      double y,
      double z,
      ContactSolver solver) {
    int index = solver.contactCount() - first;
    solver.nextContact();
    keyOf[index] = key;
    axesOf[index].set(nx, ny, nz);
    pointX = x;
    pointY = y;
    pointZ = z;
  }

  /** Makes a block the first body of the current contact. */
  private void fill(ContactSolver solver, int block) {
    int index = solver.contactCount() - 1;
    ContactAxes axes = axesOf[index - first];
    Contact contact = solver.contact(index);
    BlockState state = blocks[block];
    double x = pointX;
    double y = pointY;
    double z = pointZ;
    contact.normal.setBlock(offset(block));
    contact.tangent1.setBlock(offset(block));
    contact.tangent2.setBlock(offset(block));
    state.fill(x, y, z, axes.nx, axes.ny, axes.nz, contact.normal.body);
    state.fill(x, y, z, axes.ux, axes.uy, axes.uz, contact.tangent1.body);
    state.fill(x, y, z, axes.vx, axes.vy, axes.vz, contact.tangent2.body);
  }

  /** Makes a block the second body of the current contact. */
  private void fillSecond(ContactSolver solver, int block) {
    int index = solver.contactCount() - 1;
    ContactAxes axes = axesOf[index - first];
    Contact contact = solver.contact(index);
    BlockState state = blocks[block];
    double x = pointX;
    double y = pointY;
    double z = pointZ;
    contact.normal.setSecond(offset(block));
    contact.tangent1.setSecond(offset(block));
    contact.tangent2.setSecond(offset(block));
    state.fill(x, y, z, -axes.nx, -axes.ny, -axes.nz, contact.normal.second);
    state.fill(x, y, z, -axes.ux, -axes.uy, -axes.uz, contact.tangent1.second);
    state.fill(x, y, z, -axes.vx, -axes.vy, -axes.vz, contact.tangent2.second);
  }

  /** Prepares the current contact for the solver. */
  private void end(
      ContactSolver solver, double gap, double friction, double[] w, double warmScale) {
    int index = solver.contactCount() - 1;
    ContactAxes axes = axesOf[index - first];
    memory.get(keyOf[index - first], impulse);
    solver
        .contact(index)
        .prepare(
            gap,
            friction,
            warmScale * axes.normalPart(impulse),
            warmScale * axes.tangent1Part(impulse),
            warmScale * axes.tangent2Part(impulse),
            w);
  }

  /** Stores the solver's impulses for warm starting. */
  void remember(ContactSolver solver) {
    memory.clear();
    for (int i = first; i < solver.contactCount(); i++) {
      Contact contact = solver.contact(i);
      axesOf[i - first].toWorld(
          contact.normalImpulse(), contact.impulse1(), contact.impulse2(), impulse);
      memory.add(keyOf[i - first], impulse[0], impulse[1], impulse[2]);
    }
  }

  /**
   * Adds the last step's impulses of all blocks on a sphere to {@code sum}. Modified: {@code [3]}
   * sum.
   */
  void addImpulseOn(int sphere, double[] sum) {
    for (int i = 0; i < memory.size(); i++) {
      if (memory.key(i) >>> 48 == (WITH_SPHERE >>> 48 | sphere)) {
        memory.addTo(i, sum);
      }
    }
  }

  /** Kinetic energy, J. */
  double kineticEnergy() {
    double sum = 0;
    for (BlockState block : blocks) {
      sum += block.kineticEnergy();
    }
    return sum;
  }

  /** Potential energy, J; zero if all centers are at the world's origin. */
  double potentialEnergy() {
    double sum = 0;
    for (BlockState block : blocks) {
      double[] p = block.position;
      sum -=
          block.block().massKg()
              * (model.gravity().x() * p[0]
                  + model.gravity().y() * p[1]
                  + model.gravity().z() * p[2]);
    }
    return sum;
  }

  /** Writes nothing if there are no blocks. */
  void save(DataOutput out) throws IOException {
    if (blocks.length > 0) {
      for (BlockState block : blocks) {
        block.save(out);
      }
      memory.save(out);
    }
  }

  void restore(DataInput in) throws IOException {
    if (blocks.length > 0) {
      for (BlockState block : blocks) {
        block.restore(in);
      }
      memory.restore(in);
    }
  }
}
