package minitaur.sim.terrain;

import java.util.List;

/**
 * The ground. World axes, z up, m.
 *
 * <p>The robot's surface consists of spheres, so a terrain answers one question: which surfaces is
 * a sphere near? A slope has one, the foot of a riser two, a corner of boxes three.
 *
 * <p>A terrain is immutable. Movable blocks are listed here as they are placed at the start; their
 * motion belongs to the simulator's state.
 */
public interface Terrain {
  /** Coulomb coefficient between the nominal robot and nominal ground. */
  double NOMINAL_FRICTION = 0.8;

  /** Half length of the rectangle under the robot whose mean inclination is {@link #normal}. */
  double HALF_FOOTPRINT_X = 0.2;

  /** Half width of that rectangle. */
  double HALF_FOOTPRINT_Y = 0.125;

  /**
   * Finds the surfaces that a sphere touches or is near. Must not allocate.
   *
   * @param x center of the sphere
   * @param y center of the sphere
   * @param z center of the sphere
   * @param radius of the sphere, at least 0
   * @param reach max gap between sphere and surface of interest; nearer surfaces, also those that
   *     the sphere penetrates, are all reported
   * @param contacts where to add them; the caller has cleared it. Modified.
   */
  void contacts(
      double x, double y, double z, double radius, double reach, SurfaceContacts contacts);

  /** Height of the highest ground at a place, without movable blocks. */
  double height(double x, double y);

  /**
   * An upper bound of the height within a horizontal distance of a place, m: what is farther above
   * it needs no {@link #contacts}. Must not allocate.
   */
  default double maxHeight(double x, double y, double distance) {
    return Double.POSITIVE_INFINITY;
  }

  /**
   * Unit normal of the ground as a robot with its trunk at (x, y) stands on it: that of the mean
   * plane under its feet, not that of a single step or bump. Must not allocate.
   *
   * @param normal {@code [3]} world axes. Modified.
   */
  default void normal(double x, double y, double[] normal) {
    double frontLeft = height(x + HALF_FOOTPRINT_X, y + HALF_FOOTPRINT_Y);
    double frontRight = height(x + HALF_FOOTPRINT_X, y - HALF_FOOTPRINT_Y);
    double backLeft = height(x - HALF_FOOTPRINT_X, y + HALF_FOOTPRINT_Y);
    double backRight = height(x - HALF_FOOTPRINT_X, y - HALF_FOOTPRINT_Y);
    double slopeX = (frontLeft + frontRight - backLeft - backRight) / (4 * HALF_FOOTPRINT_X);
    double slopeY = (frontLeft + backLeft - frontRight - backRight) / (4 * HALF_FOOTPRINT_Y);
    double length = Math.sqrt(1 + slopeX * slopeX + slopeY * slopeY);
    normal[0] = (0 - slopeX) / length;
    normal[1] = (0 - slopeY) / length;
    normal[2] = 1 / length;
  }

  /** This terrain without its boxes and movable blocks. */
  default Terrain ground() {
    return this;
  }

  /**
   * Adds the lines across which this ground bends or has another friction, for drawing. None on a
   * plane.
   *
   * @param lines Modified.
   */
  default void addGridLines(TerrainSurface.GridLines lines) {}

  /** Boxes that are part of this terrain, for contact with movable blocks and for drawing. */
  default List<Box> boxes() {
    return List.of();
  }

  /** Convex edges of the ground, which a movable block may lie on with the middle of a face. */
  default List<GroundEdge> edges() {
    return List.of();
  }

  /** Movable blocks, as they are placed at the start. */
  default List<Block> blocks() {
    return List.of();
  }
}
