package minitaur.hal.mocap;

/**
 * Poses on their way from the thread that receives them to the one that uses them. When nobody
 * takes them the oldest go, so that what is found later is fresh.
 *
 * <p>Nothing is allocated after construction. Safe for several threads; each holds the lock for no
 * longer than the copy of one pose.
 */
public final class PoseQueue implements PoseSource {
  private final Pose[] ring;
  private int oldest;
  private int size;
  private long overwritten;

  /**
   * @param capacity how many poses are kept, at least 1
   */
  public PoseQueue(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a pose queue must hold at least 1 pose, not " + capacity);
    }
    ring = new Pose[capacity];
    for (int i = 0; i < capacity; i++) {
      ring[i] = new Pose();
    }
  }

  /**
   * Adds the newest pose, in place of the oldest when full.
   *
   * @param pose Not modified, not kept.
   */
  public synchronized void add(Pose pose) {
    if (size == ring.length) {
      oldest = (oldest + 1) % ring.length;
      size--;
      overwritten++;
    }
    ring[(oldest + size) % ring.length].set(pose);
    size++;
  }

  @Override
  public synchronized boolean poll(Pose pose) {
    if (size == 0) {
      return false;
    }
    pose.set(ring[oldest]);
    oldest = (oldest + 1) % ring.length;
    size--;
    return true;
  }

  /** Discards pending poses. */
  public synchronized void clear() {
    size = 0;
  }

  /** How many poses gave way to newer ones before anybody took them. */
  public synchronized long overwritten() {
    return overwritten;
  }

  /** Has nothing to give back. */
  @Override
  public void close() {}
}
