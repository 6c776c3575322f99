package minitaur.calibration.camera;

import minitaur.calibration.RigidTransform;

/**
 * A tag on the floor.
 *
 * @param id its number
 * @param xMetres its center, along the lane
 * @param yMetres its center, to the left of the lane's center line
 * @param yawRad direction of its arrow, counterclockwise from the lane's direction
 * @param sideMetres side length of its black square
 */
public record FloorTag(int id, double xMetres, double yMetres, double yawRad, double sideMetres) {

  public FloorTag {
    if (id < 0 || id >= TagBoard.FAMILY_SIZE) {
      throw new IllegalArgumentException(
          "tag %d; allowed: 0 to %d".formatted(id, TagBoard.FAMILY_SIZE - 1));
    }
    if (!(Math.abs(xMetres) <= 1000 && Math.abs(yMetres) <= 1000 && Math.abs(yawRad) <= 7)) {
      throw new IllegalArgumentException("tag " + id + " has an invalid position");
    }
    if (!(sideMetres > 0 && sideMetres <= 10)) {
      throw new IllegalArgumentException(
          "tag %d has a side of %s m; allowed: above 0, up to 10".formatted(id, sideMetres));
    }
  }

  /**
   * Position of a corner in the lane's frame: {@code [3]}, m. Corners are numbered clockwise from
   * the upper left.
   */
  double[] cornerPosition(int corner) {
    boolean right = corner == 1 || corner == 2;
    boolean lower = corner >= 2;
    return RigidTransform.of(xMetres, yMetres, 0, 0, 0, yawRad)
        .apply(
            right ? sideMetres / 2 : -sideMetres / 2, lower ? -sideMetres / 2 : sideMetres / 2, 0);
  }
}
