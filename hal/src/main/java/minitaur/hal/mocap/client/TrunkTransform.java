package minitaur.hal.mocap.client;

import minitaur.hal.mocap.Pose;

/**
 * Transforms the pose of a body in the server's frame to the pose of the trunk in the lane frame.
 * The steps are server to Z up, Z up to lane, body to trunk: p = L (C p_body - origin) + q r, q = L
 * C q_body C^-1 D, where C converts the axes, L rotates by the lane's direction, and r and D are
 * the pose of the trunk in the body frame.
 *
 * <p>Allocates nothing. Not thread-safe.
 */
final class TrunkTransform {
  private final boolean yUp;
  private final double originX;
  private final double originY;
  private final double laneCos;
  private final double laneSin;
  private final double laneW;
  private final double laneZ;
  private final BodyOffset offset;
  private final double offsetW;
  private final double offsetX;
  private final double offsetY;
  private final double offsetZ;

  TrunkTransform(LaneFrame lane, BodyOffset offset) {
    yUp = lane.up() == LaneFrame.Up.Y;
    originX = lane.originXMetres();
    originY = lane.originYMetres();
    laneCos = StrictMath.cos(lane.directionRad());
    laneSin = StrictMath.sin(lane.directionRad());
    laneW = StrictMath.cos(lane.directionRad() / 2);
    laneZ = -StrictMath.sin(lane.directionRad() / 2);
    this.offset = offset;
    double cr = StrictMath.cos(offset.rollRad() / 2);
    double sr = StrictMath.sin(offset.rollRad() / 2);
    double cp = StrictMath.cos(offset.pitchRad() / 2);
    double sp = StrictMath.sin(offset.pitchRad() / 2);
    double cy = StrictMath.cos(offset.yawRad() / 2);
    double sy = StrictMath.sin(offset.yawRad() / 2);
    offsetW = cy * cp * cr + sy * sp * sr;
    offsetX = cy * cp * sr - sy * sp * cr;
    offsetY = cy * sp * cr + sy * cp * sr;
    offsetZ = sy * cp * cr - cy * sp * sr;
  }

  /**
   * Computes the pose of the trunk; leaves its time unchanged.
   *
   * @param body in the server's frame, with a unit quaternion. Not modified.
   * @param pose Modified.
   */
  void apply(Pose body, Pose pose) {
    // C: (x, y, z) with y up is (x, -z, y) with z up; the body's axes are converted likewise.
    double x = body.xMetres - originX;
    double y = (yUp ? -body.zMetres : body.yMetres) - originY;
    double z = yUp ? body.yMetres : body.zMetres;
    double bw = body.qw;
    double bx = body.qx;
    double by = yUp ? -body.qz : body.qy;
    double bz = yUp ? body.qy : body.qz;

    // L: rotation about z by the negative of the lane's direction.
    double w = laneW * bw - laneZ * bz;
    double qx = laneW * bx - laneZ * by;
    double qy = laneW * by + laneZ * bx;
    double qz = laneW * bz + laneZ * bw;

    pose.xMetres = laneCos * x + laneSin * y + rotatedOffsetX(w, qx, qy, qz);
    pose.yMetres = laneCos * y - laneSin * x + rotatedOffsetY(w, qx, qy, qz);
    pose.zMetres = z + rotatedOffsetZ(w, qx, qy, qz);
    pose.qw = w * offsetW - qx * offsetX - qy * offsetY - qz * offsetZ;
    pose.qx = w * offsetX + qx * offsetW + qy * offsetZ - qz * offsetY;
    pose.qy = w * offsetY - qx * offsetZ + qy * offsetW + qz * offsetX;
    pose.qz = w * offsetZ + qx * offsetY - qy * offsetX + qz * offsetW;
  }

  /** The height of a body in the server's frame, m. */
  double heightMetres(Pose body) {
    return yUp ? body.yMetres : body.zMetres;
  }

  private double rotatedOffsetX(double w, double x, double y, double z) {
    return (1 - 2 * (y * y + z * z)) * offset.xMetres()
        + 2 * (x * y - w * z) * offset.yMetres()
        + 2 * (x * z + w * y) * offset.zMetres();
  }

  private double rotatedOffsetY(double w, double x, double y, double z) {
    return 2 * (x * y + w * z) * offset.xMetres()
        + (1 - 2 * (x * x + z * z)) * offset.yMetres()
        + 2 * (y * z - w * x) * offset.zMetres();
  }

  private double rotatedOffsetZ(double w, double x, double y, double z) {
    return 2 * (x * z - w * y) * offset.xMetres()
        + 2 * (y * z + w * x) * offset.yMetres()
        + (1 - 2 * (x * x + y * y)) * offset.zMetres();
  }
}
