package minitaur.controller.remote;

import minitaur.hal.random.RandomStream;

/**
 * How long to wait before the next attempt: twice as long after each failure, up to a limit, and
 * each time a random share of it, so that collectors which lost their trainer together do not come
 * back together.
 */
final class Backoff {
  private static final long FIRST_NANOS = 100_000_000;
  private static final double SMALLEST_SHARE = 0.5;

  private final RandomStream random;
  private final long longestNanos;
  private long nextNanos = FIRST_NANOS;

  /**
   * @param longestNanos no wait is longer
   */
  Backoff(RandomStream random, long longestNanos) {
    this.random = random;
    this.longestNanos = longestNanos;
  }

  /** An attempt failed: how long to wait now. */
  long failed() {
    long wait = (long) (nextNanos * random.nextUniform(SMALLEST_SHARE, 1));
    nextNanos = Math.min(longestNanos, 2 * nextNanos);
    return wait;
  }

  /** An attempt succeeded. */
  void succeeded() {
    nextNanos = FIRST_NANOS;
  }
}
