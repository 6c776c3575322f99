package minitaur.calibration.camera;

/**
 * A tag that lies on the floor.
 *
 * @param tag its number
 * @param xMetres its middle, along the lane
 * @param yMetres its middle, to the left of the lane's middle
 * @param yawRad where its arrow points, counterclockwise from along the lane
 * @param sideMetres side of its black square
 */
public record FloorTag(int tag, double xMetres, double yMetres, double yawRad, double sideMetres) {

  public FloorTag {
    if (tag < 0 || tag >= TagBoard.TAGS) {
      throw new IllegalArgumentException(
          "tag %d; allowed: 0 to %d".formatted(tag, TagBoard.TAGS - 1));
    }
    if (!(Math.abs(xMetres) <= 1000 && Math.abs(yMetres) <= 1000 && Math.abs(yawRad) <= 7)) {
      throw new IllegalArgumentException("tag " + tag + " lies at no possible place");
    }
    if (!(sideMetres > 0 && sideMetres <= 10)) {
      throw new IllegalArgumentException(
          "tag %d has a side of %s m; allowed: above 0, up to 10".formatted(tag, sideMetres));
    }
  }

  /** Where a corner is in the lane's frame: {@code [3]}, m; upper left, and on clockwise. */
  double[] corner(int corner) {
    boolean right = corner == 1 || corner == 2;
    boolean low = corner >= 2;
    return RigidTransform.of(xMetres, yMetres, 0, 0, 0, yawRad)
        .apply(right ? sideMetres / 2 : -sideMetres / 2, low ? -sideMetres / 2 : sideMetres / 2, 0);
  }
}
