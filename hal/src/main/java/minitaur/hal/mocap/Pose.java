package minitaur.hal.mocap;

import minitaur.hal.FieldVisitor;
import minitaur.hal.Struct;

/**
 * Position and orientation of a body at one instant, the rotation as a unit quaternion.
 *
 * <p>Unless stated otherwise, it is the pose of the trunk's origin and axes in the lane frame (x
 * along the walkway, z up), timed by the robot's {@link minitaur.hal.Clock}.
 */
public final class Pose extends Struct<Pose> {
  /** Capture time. */
  public long timeNanos;

  /** Position along the walkway. */
  public double xMetres;

  /** Position across the walkway, to the left. */
  public double yMetres;

  /** Height above the walkway. */
  public double zMetres;

  /** Scalar part of the quaternion. */
  public double qw = 1;

  /** First component of the quaternion's vector part. */
  public double qx;

  /** Second component of the quaternion's vector part. */
  public double qy;

  /** Third component of the quaternion's vector part. */
  public double qz;

  @Override
  public <E extends Exception> void visit(FieldVisitor<E> v, Pose other) throws E {
    timeNanos = v.nanos("time", timeNanos, other.timeNanos);
    xMetres = v.number("x_metres", xMetres, other.xMetres);
    yMetres = v.number("y_metres", yMetres, other.yMetres);
    zMetres = v.number("z_metres", zMetres, other.zMetres);
    qw = v.number("qw", qw, other.qw);
    qx = v.number("qx", qx, other.qx);
    qy = v.number("qy", qy, other.qy);
    qz = v.number("qz", qz, other.qz);
  }

  /**
   * Sets the rotation, starting from the largest component of the quaternion to keep the division
   * well conditioned (Shepperd 1978, "Quaternion from rotation matrix"). Allocates nothing.
   *
   * @param r {@code [3 x 3]} rotation matrix, row-major. Not modified.
   */
  public void setRotation(double[] r) {
    double trace = r[0] + r[4] + r[8];
    if (trace >= r[0] && trace >= r[4] && trace >= r[8]) {
      setNormalized(1 + trace, r[7] - r[5], r[2] - r[6], r[3] - r[1]);
    } else if (r[0] >= r[4] && r[0] >= r[8]) {
      setNormalized(r[7] - r[5], 1 + r[0] - r[4] - r[8], r[1] + r[3], r[2] + r[6]);
    } else if (r[4] >= r[8]) {
      setNormalized(r[2] - r[6], r[1] + r[3], 1 - r[0] + r[4] - r[8], r[5] + r[7]);
    } else {
      setNormalized(r[3] - r[1], r[2] + r[6], r[5] + r[7], 1 - r[0] - r[4] + r[8]);
    }
  }

  private void setNormalized(double w, double x, double y, double z) {
    double norm = Math.sqrt(w * w + x * x + y * y + z * z);
    qw = w / norm;
    qx = x / norm;
    qy = y / norm;
    qz = z / norm;
  }

  /**
   * Interpolates between two poses: position and time linearly, rotation by normalized linear
   * interpolation of the quaternions (nlerp) along the shorter arc, which differs from slerp only
   * to third order in the angle.
   *
   * @param from Not modified.
   * @param to Not modified.
   * @param fraction 0 gives {@code from}, 1 gives {@code to}
   * @param out Modified; may be {@code from} or {@code to}.
   */
  public static void interpolate(Pose from, Pose to, double fraction, Pose out) {
    double complement = 1 - fraction;
    double dot = from.qw * to.qw + from.qx * to.qx + from.qy * to.qy + from.qz * to.qz;
    double signedFraction = dot < 0 ? -fraction : fraction;
    double w = complement * from.qw + signedFraction * to.qw;
    double x = complement * from.qx + signedFraction * to.qx;
    double y = complement * from.qy + signedFraction * to.qy;
    double z = complement * from.qz + signedFraction * to.qz;
    out.timeNanos = from.timeNanos + Math.round(fraction * (to.timeNanos - from.timeNanos));
    out.xMetres = complement * from.xMetres + fraction * to.xMetres;
    out.yMetres = complement * from.yMetres + fraction * to.yMetres;
    out.zMetres = complement * from.zMetres + fraction * to.zMetres;
    out.setNormalized(w, x, y, z);
  }
}
