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

  /**
   * Leaves the processor to others for about {@code nanos}: shorter or longer than asked, where
   * {@link #waitUntil} would be exact. A stepped clock steps.
   */
  default void rest(long nanos) {
    waitUntil(nanos() + nanos);
  }
}
