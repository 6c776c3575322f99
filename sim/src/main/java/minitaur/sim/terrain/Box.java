package minitaur.sim.terrain;

/**
 * An upright box.
 *
 * @param x center, world, m
 * @param y center, world, m
 * @param z center, world, m
 * @param halfX half size along the box's x axis, m
 * @param halfY half size along the box's y axis, m
 * @param halfZ half height, m
 * @param yawRad angle about z from the world's x axis to the box's x axis
 */
public record Box(
    double x, double y, double z, double halfX, double halfY, double halfZ, double yawRad) {
  /** Validates the size. */
  public Box {
    if (!(halfX > 0 && halfY > 0 && halfZ > 0)) {
      throw new IllegalArgumentException(
          "a box must have a size above 0, not half sizes %s, %s, %s m"
              .formatted(halfX, halfY, halfZ));
    }
  }

  /** Returns a box that stands on ground of height {@code ground}; all lengths in m. */
  public static Box standing(
      double x, double y, double ground, double sizeX, double sizeY, double sizeZ, double yawRad) {
    return new Box(x, y, ground + 0.5 * sizeZ, 0.5 * sizeX, 0.5 * sizeY, 0.5 * sizeZ, yawRad);
  }
}
