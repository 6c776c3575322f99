package minitaur.hal;

/**
 * Monotonic clock. Loops take it as a dependency, so that they run the same way on a robot, in a
 * stepped simulation and in tests.
 */
public interface Clock {
  /** Nanoseconds since an arbitrary instant; never decreases. */
  long nanos();

  /**
   * Blocks until {@link #nanos()} reaches {@code timeNanos}; returns immediately if it already has.
   */
  void waitUntil(long timeNanos);

  /**
   * Yields the processor for about {@code nanos}. The actual time may be shorter or longer; {@link
   * #waitUntil} is exact. A stepped clock advances.
   */
  default void sleep(long nanos) {
    waitUntil(nanos() + nanos);
  }
}
