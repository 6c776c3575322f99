package minitaur.hal.loop;

import java.util.function.LongToIntFunction;
import minitaur.hal.Clock;

/**
 * Aligns a loop's ticks with samples that arrive at the same rate from a device with another clock,
 * so that a sample is used when it arrives instead of up to one period later. A tick starts
 * slightly before the next arrival, waits for it up to a limit, and shifts the loop's schedule
 * toward that lead:
 *
 * <pre>
 *   correction = (waited - lead) / 8       if it arrived during the wait; at most period / 40
 *   correction = -period / 40              if it arrived before the tick
 *   correction = 0                         if it did not arrive, or the tick itself was late
 * </pre>
 *
 * <p>After a tick without an arrival, the next arrival may be the one that the earlier tick waited
 * for. The loop then also waits briefly for the arrival that belongs to the current tick; otherwise
 * all later ticks would use samples that are nearly one period old.
 *
 * <p>The wait sleeps in short intervals instead of spinning, because delivering the sample may need
 * this processor. Not thread-safe; allocates nothing.
 */
public final class PhaseLock {
  /** Fraction of a period. A late sample is still used on arrival, not one period later. */
  private static final double MAX_WAIT = 0.85;

  private static final double LEAD = 0.08;
  private static final double MAX_EXTRA_WAIT = 0.3;
  private static final double MAX_CORRECTION = 1.0 / 40;
  private static final int GAIN_DIVISOR = 8;
  private static final long POLL_PERIOD_NANOS = 15_000;

  private final LongToIntFunction arrivals;
  private final Clock clock;
  private final long leadNanos;
  private final long maxWaitNanos;
  private final long maxExtraWaitNanos;
  private final long maxCorrectionNanos;
  private boolean missedArrival;
  private long correctionNanos;

  /**
   * @param arrivals receives the samples that have arrived at a time, ns by the loop's clock, and
   *     returns the number of those that were not used by a tick yet
   * @param clock clock of the loop
   * @param periodNanos period of the loop; the period of the arrivals or a multiple of it
   */
  public PhaseLock(LongToIntFunction arrivals, Clock clock, long periodNanos) {
    this.arrivals = arrivals;
    this.clock = clock;
    leadNanos = (long) (LEAD * periodNanos);
    maxCorrectionNanos = (long) (MAX_CORRECTION * periodNanos);
    maxExtraWaitNanos = (long) (MAX_EXTRA_WAIT * periodNanos);
    maxWaitNanos = (long) (MAX_WAIT * periodNanos);
  }

  /**
   * Waits for the arrival that belongs to the tick scheduled at {@code scheduledNanos}.
   *
   * @return current time
   */
  public long await(long scheduledNanos) {
    long startNanos = clock.nanos();
    long now = startNanos;
    int count = arrivals.applyAsInt(now);
    int expectedCount = missedArrival ? 2 : 1;
    boolean arrivedBeforeTick = count >= expectedCount;
    while (count < expectedCount
        && now - scheduledNanos < (count == 0 ? maxWaitNanos : maxExtraWaitNanos)) {
      clock.sleep(POLL_PERIOD_NANOS);
      now = clock.nanos();
      count = arrivals.applyAsInt(now);
    }
    boolean arrived = count >= expectedCount;
    missedArrival = count == 0;
    boolean startedOnTime = startNanos - scheduledNanos < leadNanos;
    if (!arrived || !startedOnTime) {
      correctionNanos = 0;
    } else {
      // Limited: a delayed sample is a poor predictor of the next arrival.
      long limitedCorrection =
          Math.min(maxCorrectionNanos, (now - scheduledNanos - leadNanos) / GAIN_DIVISOR);
      correctionNanos = arrivedBeforeTick ? -maxCorrectionNanos : limitedCorrection;
    }
    return now;
  }

  /** Shift of the next tick's scheduled time; negative for earlier. */
  public long correctionNanos() {
    return correctionNanos;
  }
}
