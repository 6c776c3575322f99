package minitaur.controller.remote;

import minitaur.hal.random.RandomStream;

/**
 * Exponential backoff with jitter: the delay doubles after each failure up to a limit, and a random
 * factor of 0.5 to 1 keeps collectors that lost the trainer together from reconnecting at the same
 * time.
 */
final class Backoff {
  private static final long INITIAL_NANOS = 100_000_000;
  private static final double MIN_JITTER_FACTOR = 0.5;

  private final RandomStream random;
  private final long maxNanos;
  private long nextNanos = INITIAL_NANOS;

  /**
   * @param maxNanos max delay, ns
   */
  Backoff(RandomStream random, long maxNanos) {
    this.random = random;
    this.maxNanos = maxNanos;
  }

  /** Records a failed attempt and returns the delay before the next one, ns. */
  long recordFailure() {
    long delayNanos = (long) (nextNanos * random.nextUniform(MIN_JITTER_FACTOR, 1));
    nextNanos = Math.min(maxNanos, 2 * nextNanos);
    return delayNanos;
  }

  /** Records a successful attempt and resets the delay. */
  void reset() {
    nextNanos = INITIAL_NANOS;
  }
}
