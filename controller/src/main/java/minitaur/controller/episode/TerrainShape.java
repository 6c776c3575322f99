package minitaur.controller.episode;

import java.util.List;

/**
 * The terrain of an episode as a drawing needs it: the ground as a grid of heights, boxes, movable
 * blocks. Immutable; the arrays must not be modified.
 *
 * @param x {@code [i]} ascending lines of the grid, m
 * @param y {@code [k]} ascending lines of the grid, m
 * @param z {@code [i * y.length + k]} height at (x[i], y[k]), m
 * @param friction {@code [i * (y.length - 1) + k]} factor on the robot's friction in the cell from
 *     (x[i], y[k]) to (x[i + 1], y[k + 1]); 1 is nominal ground
 * @param boxes that do not move
 * @param blocks movable blocks, where they start; their poses come with every control step
 */
public record TerrainShape(
    double[] x,
    double[] y,
    double[] z,
    double[] friction,
    List<Cuboid> boxes,
    List<Cuboid> blocks) {
  /** Level nominal ground, and ground that is not known: there is nothing to draw. */
  public static final TerrainShape LEVEL =
      new TerrainShape(
          new double[0], new double[0], new double[0], new double[0], List.of(), List.of());

  /** Copies the lists. */
  public TerrainShape {
    boxes = List.copyOf(boxes);
    blocks = List.copyOf(blocks);
  }

  /**
   * An upright cuboid.
   *
   * @param x center, m; y, z likewise
   * @param sizeX along its own x axis, m; sizeY, sizeZ likewise
   * @param yawRad from the lane's x axis to its own
   */
  public record Cuboid(
      double x, double y, double z, double sizeX, double sizeY, double sizeZ, double yawRad) {}
}
