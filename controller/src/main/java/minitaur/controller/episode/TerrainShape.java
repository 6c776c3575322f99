package minitaur.controller.episode;

import java.util.List;

/**
 * Terrain of an episode for display: ground as a height grid, boxes, movable blocks. Immutable; the
 * arrays must not be modified.
 *
 * @param x {@code [i]} ascending grid lines, m
 * @param y {@code [k]} ascending grid lines, m
 * @param z {@code [i * y.length + k]} height at (x[i], y[k]), m
 * @param friction {@code [i * (y.length - 1) + k]} factor on the robot's friction in the cell from
 *     (x[i], y[k]) to (x[i + 1], y[k + 1]); 1 is nominal ground
 * @param boxes fixed boxes
 * @param blocks movable blocks at their start; each control step reports their poses
 */
public record TerrainShape(
    double[] x,
    double[] y,
    double[] z,
    double[] friction,
    List<Cuboid> boxes,
    List<Cuboid> blocks) {
  /** Level nominal ground or unknown ground: nothing to draw. */
  public static final TerrainShape LEVEL =
      new TerrainShape(
          new double[0], new double[0], new double[0], new double[0], List.of(), List.of());

  public TerrainShape {
    boxes = List.copyOf(boxes);
    blocks = List.copyOf(blocks);
  }

  /**
   * An upright cuboid.
   *
   * @param x center, m; y, z likewise
   * @param sizeX along its own x axis, m; sizeY, sizeZ likewise
   * @param yawRad from the x axis of the lane to its own
   */
  public record Cuboid(
      double x, double y, double z, double sizeX, double sizeY, double sizeZ, double yawRad) {}
}
