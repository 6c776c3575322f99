package minitaur.hal.mocap;

/**
 * Queue of poses from the thread that receives them to the thread that uses them. A full queue
 * drops its oldest pose, so that the remaining ones are recent.
 *
 * <p>Nothing is allocated after construction. Thread-safe; the lock is held only while one pose is
 * copied.
 */
public final class PoseQueue implements PoseSource {
  private final Pose[] ring;
  private int oldest;
  private int size;

  /**
   * @param capacity max number of poses, at least 1
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
   * Adds the newest pose, replacing the oldest one when full.
   *
   * @param pose Not modified, not kept.
   * @return whether there was room; otherwise a pose was replaced that was not taken
   */
  public synchronized boolean add(Pose pose) {
    boolean hasRoom = size < ring.length;
    if (!hasRoom) {
      oldest = (oldest + 1) % ring.length;
      size--;
    }
    ring[(oldest + size) % ring.length].set(pose);
    size++;
    return hasRoom;
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

  /** Does nothing: there is nothing to release. */
  @Override
  public void close() {}
}
