package minitaur.sim.dynamics;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import minitaur.sim.contact.ConstraintRow;
import minitaur.sim.contact.Contact;
import minitaur.sim.contact.ContactSolver;
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
  private final BoxContacts boxContacts = new BoxContacts();
  private final EdgeContacts edgeContacts = new EdgeContacts();
  private final ContactList contacts;

  // World position of the contact being filled.
  private double pointX;
  private double pointY;
  private double pointZ;

  BlockDynamics(RobotModel model, Terrain terrain, GroundContacts robot, ContactSolver solver) {
    this.model = model;
    this.terrain = terrain;
    this.robot = robot;
    blocks = terrain.blocks().stream().map(BlockState::new).toArray(BlockState[]::new);
    boxes = terrain.boxes().stream().map(BoxPose::new).toArray(BoxPose[]::new);
    edges = terrain.edges().toArray(GroundEdge[]::new);
    contacts = new ContactList(solver, capacity(model, terrain));
  }

  /** Max number of contacts. */
  static int capacity(RobotModel model, Terrain terrain) {
    int count = terrain.blocks().size();
    int withGround = BlockState.CORNERS * SurfaceContacts.CAPACITY;
    int withEdges = terrain.edges().size() * EdgeContacts.CAPACITY;
    int withBoxes = terrain.boxes().size() * BoxContacts.CAPACITY;
    int withBlocks = count * (count - 1) / 2 * BoxContacts.CAPACITY;
    return count * (withGround + withEdges + withBoxes + model.spheres().size()) + withBlocks;
  }

  int count() {
    return blocks.length;
  }

  BlockState block(int index) {
    return blocks[index];
  }

  /** Resets all blocks to their initial poses, at rest. */
  void reset() {
    contacts.lastImpulses().clear();
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
  void find(double[] w, double stepSeconds, double warmScale) {
    contacts.start();
    for (int i = 0; i < blocks.length; i++) {
      double speed = GroundContacts.MAX_SPEED_GAIN + blocks[i].maxPointSpeed();
      findGround(i, speed * stepSeconds, w, warmScale);
      findEdges(i, speed * stepSeconds, w, warmScale);
      for (int k = 0; k < boxes.length; k++) {
        boxContacts.find(blocks[i].pose(), boxes[k], speed * stepSeconds);
        for (int p = 0; p < boxContacts.size(); p++) {
          Contact contact = addBoxContact(WITH_BOX | (long) i << 48 | (long) k << 8 | p, p);
          setFirstBody(contact, i);
          contacts.prepare(boxContacts.gap[p], blocks[i].block().friction(), w, warmScale);
        }
      }
      for (int k = 0; k < i; k++) {
        findPair(i, k, (speed + blocks[k].maxPointSpeed()) * stepSeconds, w, warmScale);
      }
    }
    for (int s = 0; s < robot.sphereCount(); s++) {
      for (int i = 0; i < blocks.length; i++) {
        findSphere(s, i, w, stepSeconds, warmScale);
      }
    }
  }

  private void findGround(int i, double margin, double[] w, double warmScale) {
    BoxPose pose = blocks[i].pose();
    for (int corner = 0; corner < BlockState.CORNERS; corner++) {
      double x = pose.corner(corner, 0);
      double y = pose.corner(corner, 1);
      double z = pose.corner(corner, 2);
      surfaces.clear();
      terrain.contacts(x, y, z, 0, margin, surfaces);
      for (int k = 0; k < surfaces.size(); k++) {
        contacts.nextFrame().set(surfaces.normalX(k), surfaces.normalY(k), surfaces.normalZ(k));
        setPoint(x, y, z);
        long key = WITH_GROUND | (long) i << 48 | (long) surfaces.surface(k) << 8 | corner;
        setFirstBody(contacts.add(key), i);
        double friction = blocks[i].block().friction() * surfaces.friction(k);
        contacts.prepare(surfaces.gap(k), friction, w, warmScale);
      }
    }
  }

  private void findEdges(int i, double margin, double[] w, double warmScale) {
    for (int k = 0; k < edges.length; k++) {
      GroundEdge edge = edges[k];
      edgeContacts.find(blocks[i].pose(), edge, margin);
      for (int p = 0; p < edgeContacts.size(); p++) {
        double[] n = edgeContacts.normal;
        double y = edgeContacts.y[p];
        contacts.nextFrame().set(n[0], n[1], n[2]);
        setPoint(edge.x(), y, edge.z());
        setFirstBody(contacts.add(WITH_EDGE | (long) i << 48 | (long) k << 8 | p), i);
        double friction = blocks[i].block().friction() * frictionAt(edge, y);
        contacts.prepare(edgeContacts.gap[p], friction, w, warmScale);
      }
    }
  }

  private double frictionAt(GroundEdge edge, double y) {
    surfaces.clear();
    terrain.contacts(edge.x(), y, edge.z(), 0, GroundContacts.CONTACT_MARGIN, surfaces);
    return surfaces.size() == 0 ? 1 : surfaces.friction(0);
  }

  private void findPair(int i, int k, double margin, double[] w, double warmScale) {
    boxContacts.find(blocks[i].pose(), blocks[k].pose(), margin);
    double friction = Math.max(blocks[i].block().friction(), blocks[k].block().friction());
    for (int p = 0; p < boxContacts.size(); p++) {
      Contact contact = addBoxContact(WITH_BLOCK | (long) i << 48 | (long) k << 8 | p, p);
      setFirstBody(contact, i);
      setSecondBody(contact, k);
      contacts.prepare(boxContacts.gap[p], friction, w, warmScale);
    }
  }

  private Contact addBoxContact(long key, int p) {
    double[] n = boxContacts.normal;
    contacts.nextFrame().set(n[0], n[1], n[2]);
    setPoint(boxContacts.x[p], boxContacts.y[p], boxContacts.z[p]);
    return contacts.add(key);
  }

  /**
   * Adds the contact of a sphere with a block, at the block's point nearest to the sphere's center.
   */
  private void findSphere(int s, int i, double[] w, double stepSeconds, double warmScale) {
    MovingSphere sphere = robot.sphere(s);
    BoxPose pose = blocks[i].pose();
    double dx = sphere.worldX - pose.center[0];
    double dy = sphere.worldY - pose.center[1];
    double dz = sphere.worldZ - pose.center[2];
    double maxDistance = pose.radius + sphere.radius + GroundContacts.CONTACT_MARGIN;
    if (dx * dx + dy * dy + dz * dz > maxDistance * maxDistance) {
      return;
    }
    double px = pose.component(0, dx, dy, dz);
    double py = pose.component(1, dx, dy, dz);
    double pz = pose.component(2, dx, dy, dz);
    double outsideX = Math.abs(px) - pose.halfSize[0];
    double outsideY = Math.abs(py) - pose.halfSize[1];
    double outsideZ = Math.abs(pz) - pose.halfSize[2];
    double nx = 0;
    double ny = 0;
    double nz = 0;
    double distance;
    if (outsideX > 0 || outsideY > 0 || outsideZ > 0) {
      nx = Math.copySign(Math.max(0, outsideX), px);
      ny = Math.copySign(Math.max(0, outsideY), py);
      nz = Math.copySign(Math.max(0, outsideZ), pz);
      distance = Math.sqrt(nx * nx + ny * ny + nz * nz);
      nx /= distance;
      ny /= distance;
      nz /= distance;
    } else {
      // The center is inside the block: the normal is that of the nearest face.
      distance = Math.max(outsideX, Math.max(outsideY, outsideZ));
      if (distance == outsideX) {
        nx = Math.copySign(1, px);
      } else if (distance == outsideY) {
        ny = Math.copySign(1, py);
      } else {
        nz = Math.copySign(1, pz);
      }
    }
    double gap = distance - sphere.radius;
    if (gap >= GroundContacts.CONTACT_MARGIN) {
      return;
    }
    sphere.update();
    double[] a = pose.axes;
    double worldX = a[0] * nx + a[3] * ny + a[6] * nz;
    double worldY = a[1] * nx + a[4] * ny + a[7] * nz;
    double worldZ = a[2] * nx + a[5] * ny + a[8] * nz;
    ContactFrame frame = contacts.nextFrame();
    frame.set(worldX, worldY, worldZ, robot.rotation());
    double closing = robot.closingSpeed(sphere, frame) + blocks[i].maxPointSpeed();
    if (gap > stepSeconds * (GroundContacts.MAX_SPEED_GAIN + Math.max(0, closing))) {
      return;
    }
    Contact contact = contacts.add(WITH_SPHERE | (long) s << 48 | (long) i << 8);
    robot.setRobotRows(contact, sphere, frame);
    setPoint(
        sphere.worldX - distance * worldX,
        sphere.worldY - distance * worldY,
        sphere.worldZ - distance * worldZ);
    setSecondBody(contact, i);
    contacts.prepare(gap, blocks[i].block().friction(), w, warmScale);
  }

  private void setPoint(double x, double y, double z) {
    pointX = x;
    pointY = y;
    pointZ = z;
  }

  /** Makes a block the first body of the contact added last. */
  private void setFirstBody(Contact contact, int block) {
    ContactFrame frame = contacts.frame();
    setFirstBody(contact.normal, block, frame.nx, frame.ny, frame.nz);
    setFirstBody(contact.tangent1, block, frame.ux, frame.uy, frame.uz);
    setFirstBody(contact.tangent2, block, frame.vx, frame.vy, frame.vz);
  }

  private void setFirstBody(ConstraintRow row, int block, double dx, double dy, double dz) {
    row.setFreeBody(offset(block));
    blocks[block].setJacobianRow(pointX, pointY, pointZ, dx, dy, dz, row.body);
  }

  /** Makes a block the second body of the contact added last. */
  private void setSecondBody(Contact contact, int block) {
    ContactFrame frame = contacts.frame();
    setSecondBody(contact.normal, block, frame.nx, frame.ny, frame.nz);
    setSecondBody(contact.tangent1, block, frame.ux, frame.uy, frame.uz);
    setSecondBody(contact.tangent2, block, frame.vx, frame.vy, frame.vz);
  }

  private void setSecondBody(ConstraintRow row, int block, double dx, double dy, double dz) {
    row.setSecondBody(offset(block));
    blocks[block].setJacobianRow(pointX, pointY, pointZ, -dx, -dy, -dz, row.secondBody);
  }

  /** Stores the solver's impulses for warm starting. */
  void storeImpulses() {
    contacts.storeImpulses();
  }

  /**
   * Adds the last step's impulses of all blocks on a sphere to {@code sum}. Modified: {@code [3]}
   * sum.
   */
  void addImpulseOn(int sphere, double[] sum) {
    contacts.lastImpulses().addTo(sum, WITH_SPHERE >>> 48 | sphere);
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
      contacts.lastImpulses().save(out);
    }
  }

  void restore(DataInput in) throws IOException {
    if (blocks.length > 0) {
      for (BlockState block : blocks) {
        block.restore(in);
      }
      contacts.lastImpulses().restore(in);
    }
  }
}
