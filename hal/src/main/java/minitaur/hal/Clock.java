package minitaur.hal;

/**
 * Monotonic time, so that loops run alike on a robot, in a simulation that is stepped, and in a
 * test.
 */
public interface Clock {
  /** Nanoseconds since an arbitrary instant; never goes back. */
  long nanos();

  /** Returns when {@link #nanos()} has reached {@code timeNanos}; at once when it already has. */
  void waitUntil(long timeNanos);
}
