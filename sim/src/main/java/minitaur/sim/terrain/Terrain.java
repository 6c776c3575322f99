package minitaur.sim.terrain;

import java.util.List;

/**
 * The ground, in world axes with z up, m.
 *
 * <p>The robot's surface is approximated by spheres, so the main task of a terrain is to find the
 * surfaces near a sphere: one on a slope, two at the foot of a riser, three in a corner between
 * boxes.
 *
 * <p>A terrain is immutable. Movable blocks are listed with their initial poses; their motion is
 * part of the simulator's state.
 */
public interface Terrain {
  /** Coulomb friction coefficient between the nominal robot and nominal ground. */
  double NOMINAL_FRICTION = 0.8;

  /**
   * Half length of the rectangle under the robot over which {@link #normal} averages the
   * inclination, m.
   */
  double HALF_FOOTPRINT_X = 0.2;

  /** Half width of that rectangle, m. */
  double HALF_FOOTPRINT_Y = 0.125;

  /**
   * Finds the surfaces that a sphere touches or is close to. Must not allocate.
   *
   * @param x center of the sphere
   * @param y center of the sphere
   * @param z center of the sphere
   * @param radius radius of the sphere, at least 0
   * @param margin max gap between sphere and surface; all closer surfaces are reported, including
   *     those that the sphere penetrates
   * @param contacts list to which surfaces are added; cleared by the caller. Modified.
   */
  void contacts(
      double x, double y, double z, double radius, double margin, SurfaceContacts contacts);

  /** Height of the highest ground at (x, y), without movable blocks. */
  double height(double x, double y);

  /**
   * Upper bound of the height within a horizontal distance of (x, y), m. Spheres above it need no
   * call of {@link #contacts}. Must not allocate.
   */
  default double maxHeight(double x, double y, double distance) {
    return Double.POSITIVE_INFINITY;
  }

  /**
   * Computes the unit normal of the ground under a robot whose trunk is at (x, y): that of the mean
   * plane under its feet, not of a single step or bump. Must not allocate.
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

  /** Returns this terrain without its boxes and movable blocks. */
  default Terrain ground() {
    return this;
  }

  /**
   * Adds the lines at which the slope or the friction of this ground changes, for plotting. A plane
   * has none.
   *
   * @param lines Modified.
   */
  default void addGridLines(TerrainSurface.GridLines lines) {}

  /** Static boxes of this terrain, for contact with movable blocks and for plotting. */
  default List<Box> boxes() {
    return List.of();
  }

  /** Convex edges of the ground, on which faces of movable blocks may rest. */
  default List<GroundEdge> edges() {
    return List.of();
  }

  /** Movable blocks with their initial poses. */
  default List<Block> blocks() {
    return List.of();
  }
}
