package minitaur.hal.mocap;

/**
 * Buffer of the newest poses by capture time, which interpolates the trunk's pose between them.
 * Position is interpolated linearly and rotation by {@link Pose#interpolate}, which is practically
 * equal to slerp for the few degrees between two captures. It never extrapolates and never bridges
 * a gap longer than allowed.
 *
 * <p>Nothing is allocated after construction. Not thread-safe.
 */
public final class PoseHistory {
  private final Pose[] ring;
  private final long maxGapNanos;
  private int size;
  private int newest;

  /**
   * @param capacity max number of poses, at least 2
   * @param maxGapNanos max time between two poses for interpolation
   */
  public PoseHistory(int capacity, long maxGapNanos) {
    if (capacity < 2) {
      throw new IllegalArgumentException(
          "a pose history must hold at least 2 poses, not " + capacity);
    }
    if (maxGapNanos <= 0) {
      throw new IllegalArgumentException("the max gap must be above 0 ns, not " + maxGapNanos);
    }
    this.maxGapNanos = maxGapNanos;
    ring = new Pose[capacity];
    for (int i = 0; i < capacity; i++) {
      ring[i] = new Pose();
    }
    newest = capacity - 1;
  }

  /**
   * Adds a pose, replacing the oldest one when full. A pose that is not later than the newest one,
   * or not finite, is rejected.
   *
   * @param pose Not modified, not kept.
   * @return whether it was added
   */
  public boolean add(Pose pose) {
    if ((size > 0 && pose.timeNanos <= ring[newest].timeNanos) || !isFinite(pose)) {
      return false;
    }
    newest = (newest + 1) % ring.length;
    ring[newest].set(pose);
    size = Math.min(size + 1, ring.length);
    return true;
  }

  /**
   * Interpolates the pose of the trunk.
   *
   * @param timeNanos capture time of the result
   * @param out Modified when the result is true; its time is then {@code timeNanos}.
   * @return whether {@code timeNanos} is the time of a stored pose, or lies between two poses no
   *     further apart than the max gap
   */
  public boolean interpolate(long timeNanos, Pose out) {
    if (size == 0 || timeNanos > ring[newest].timeNanos) {
      return false;
    }
    Pose later = ring[newest];
    for (int age = 1; age < size && later.timeNanos != timeNanos; age++) {
      Pose earlier = poseAt(age);
      if (earlier.timeNanos < timeNanos) {
        return interpolateBetween(earlier, later, timeNanos, out);
      }
      later = earlier;
    }
    if (later.timeNanos != timeNanos) {
      return false;
    }
    out.set(later);
    return true;
  }

  /** Capture time of the newest pose; {@link Long#MIN_VALUE} when there is none. */
  public long newestNanos() {
    return size == 0 ? Long.MIN_VALUE : ring[newest].timeNanos;
  }

  /** Removes all poses. */
  public void clear() {
    size = 0;
  }

  private Pose poseAt(int age) {
    return ring[Math.floorMod(newest - age, ring.length)];
  }

  private boolean interpolateBetween(Pose earlier, Pose later, long timeNanos, Pose out) {
    long gap = later.timeNanos - earlier.timeNanos;
    if (gap > maxGapNanos) {
      return false;
    }
    Pose.interpolate(earlier, later, (double) (timeNanos - earlier.timeNanos) / gap, out);
    out.timeNanos = timeNanos;
    return true;
  }

  private static boolean isFinite(Pose pose) {
    // A sum is finite only when every term is; coordinates are far from overflow.
    return Double.isFinite(
        pose.xMetres + pose.yMetres + pose.zMetres + pose.qw + pose.qx + pose.qy + pose.qz);
  }
}
