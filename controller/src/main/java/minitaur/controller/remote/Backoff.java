package minitaur.controller.remote;

import minitaur.hal.random.RandomStream;

/**
 * Exponential backoff with jitter: the delay doubles after each failure up to a limit, and a random
 * factor of 0.5 to 1 keeps collectors that lost the trainer together from reconnecting at the same
 * time.
 */
final class Backoff {
  private static final long FIRST_NANOS = 100_000_000;
  private static final double SMALLEST_SHARE = 0.5;

  private final RandomStream random;
  private final long longestNanos;
  private long nextNanos = FIRST_NANOS;

  /**
   * @param longestNanos max delay, ns
   */
  Backoff(RandomStream random, long longestNanos) {
    this.random = random;
    this.longestNanos = longestNanos;
  }

  /** Records a failed attempt and returns the delay before the next one, ns. */
  long failed() {
    long wait = (long) (nextNanos * random.nextUniform(SMALLEST_SHARE, 1));
    nextNanos = Math.min(longestNanos, 2 * nextNanos);
    return wait;
  }

  /** Records a successful attempt and resets the delay. */
  void succeeded() {
    nextNanos = FIRST_NANOS;
  }
}
