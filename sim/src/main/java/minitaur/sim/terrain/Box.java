package minitaur.sim.terrain;

/**
 * An upright box.
 *
 * @param x center, world, m
 * @param y center, world, m
 * @param z center, world, m
 * @param halfX half its size along its own x axis, m
 * @param halfY half its size along its own y axis, m
 * @param halfZ half its height, m
 * @param yawRad angle from the world's x axis to its own, about z
 */
public record Box(
    double x, double y, double z, double halfX, double halfY, double halfZ, double yawRad) {
  /** Checks the size. */
  public Box {
    if (!(halfX > 0 && halfY > 0 && halfZ > 0)) {
      throw new IllegalArgumentException(
          "a box must have a size above 0, not half sizes %s, %s, %s m"
              .formatted(halfX, halfY, halfZ));
    }
  }

  /** A box that stands on ground of height {@code ground}; sizes in m. */
  public static Box standing(
      double x, double y, double ground, double sizeX, double sizeY, double sizeZ, double yawRad) {
    return new Box(x, y, ground + 0.5 * sizeZ, 0.5 * sizeX, 0.5 * sizeY, 0.5 * sizeZ, yawRad);
  }
}
