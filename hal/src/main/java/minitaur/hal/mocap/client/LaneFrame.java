package minitaur.hal.mocap.client;

/**
 * Pose of the lane in the server's frame.
 *
 * @param up the server's vertical axis
 * @param directionRad direction of the walkway: angle from the server's first horizontal axis,
 *     counterclockwise seen from above. With Z up the angle is from x toward y; with Y up, from x
 *     toward -z
 * @param originXMetres start of the lane on the first horizontal axis
 * @param originYMetres start of the lane on the second horizontal axis (y, or -z with Y up)
 */
public record LaneFrame(Up up, double directionRad, double originXMetres, double originYMetres) {

  /** Axis of the server's frame that points up. */
  public enum Up {
    /** Common with Vicon, Qualisys and ART. */
    Z,
    /** Common with OptiTrack. */
    Y
  }

  public LaneFrame {
    if (!(Math.abs(directionRad) <= 2 * Math.PI)) {
      throw new IllegalArgumentException(
          "the lane's direction is %s rad; allowed: -2 pi .. 2 pi".formatted(directionRad));
    }
    if (!(Math.abs(originXMetres) <= 1000 && Math.abs(originYMetres) <= 1000)) {
      throw new IllegalArgumentException(
          "the lane starts at (%s, %s) m; allowed: -1000 .. 1000"
              .formatted(originXMetres, originYMetres));
    }
  }

  /** The lane along the server's x axis from its origin. */
  public static LaneFrame alongServerX(Up up) {
    return new LaneFrame(up, 0, 0, 0);
  }
}
