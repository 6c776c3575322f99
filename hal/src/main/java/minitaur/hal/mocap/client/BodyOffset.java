package minitaur.hal.mocap.client;

/**
 * From the body that the cameras know to the trunk: where the trunk's origin lies in the body's
 * axes (turned to Z up, if the server's are not), and how the trunk is turned against them. Without
 * it, pitching shows as surging: 0.1 m of lever and 5 degrees at 3 Hz are 0.16 m/s.
 *
 * @param xMetres trunk's origin, forward of the body's
 * @param yMetres trunk's origin, to the left of the body's
 * @param zMetres trunk's origin, above the body's
 * @param rollRad trunk against body, R = Rz(yaw) Ry(pitch) Rx(roll)
 * @param pitchRad trunk against body
 * @param yawRad trunk against body
 */
public record BodyOffset(
    double xMetres,
    double yMetres,
    double zMetres,
    double rollRad,
    double pitchRad,
    double yawRad) {

  /** The body is the trunk. */
  public static final BodyOffset NONE = new BodyOffset(0, 0, 0, 0, 0, 0);

  /** Checks every number. */
  public BodyOffset {
    if (!(Math.abs(xMetres) <= 1 && Math.abs(yMetres) <= 1 && Math.abs(zMetres) <= 1)) {
      throw new IllegalArgumentException(
          "the trunk lies (%s, %s, %s) m from the body; allowed is -1 .. 1"
              .formatted(xMetres, yMetres, zMetres));
    }
    if (!Double.isFinite(rollRad + pitchRad + yawRad)) {
      throw new IllegalArgumentException(
          "the trunk is turned by (%s, %s, %s) rad, which are no numbers"
              .formatted(rollRad, pitchRad, yawRad));
    }
  }
}
