package minitaur.hal.mocap;

/**
 * Where the trunk was at one instant. A mutable structure that its owner allocates once.
 *
 * <p>Position of the trunk's origin in the lane's frame (x along the walkway, z up) and the
 * rotation from trunk to lane as a unit quaternion.
 */
public final class Pose {
  /** Capture time, in the time of the robot's {@link minitaur.hal.Clock}. */
  public long timeNanos;

  /** Position along the walkway. */
  public double xMetres;

  /** Position across the walkway, to the left. */
  public double yMetres;

  /** Height above the walkway. */
  public double zMetres;

  /** Scalar part of the quaternion. */
  public double qw = 1;

  /** First vector part of the quaternion. */
  public double qx;

  /** Second vector part of the quaternion. */
  public double qy;

  /** Third vector part of the quaternion. */
  public double qz;

  /** Copies every value of {@code other}. */
  public void set(Pose other) {
    timeNanos = other.timeNanos;
    xMetres = other.xMetres;
    yMetres = other.yMetres;
    zMetres = other.zMetres;
    qw = other.qw;
    qx = other.qx;
    qy = other.qy;
    qz = other.qz;
  }
}
