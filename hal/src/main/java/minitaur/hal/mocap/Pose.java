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
    double norm = Math.sqrt(w * w + x * x + y * y + z * z);
    out.timeNanos = from.timeNanos + Math.round(fraction * (to.timeNanos - from.timeNanos));
    out.xMetres = complement * from.xMetres + fraction * to.xMetres;
    out.yMetres = complement * from.yMetres + fraction * to.yMetres;
    out.zMetres = complement * from.zMetres + fraction * to.zMetres;
    out.qw = w / norm;
    out.qx = x / norm;
    out.qy = y / norm;
    out.qz = z / norm;
  }
}
