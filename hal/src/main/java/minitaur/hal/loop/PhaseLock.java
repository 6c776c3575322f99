package minitaur.hal.loop;

import minitaur.hal.Clock;

/**
 * Aligns a loop's ticks with samples that arrive at the same rate from a device with another clock,
 * so that a sample is used when it arrives instead of up to one period later. A tick starts
 * slightly before the next arrival, waits for it up to a limit, and shifts the loop's schedule
 * towards that lead:
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
  private static final double LONGEST_WAIT = 0.85;

  private static final double LEAD = 0.08;
  private static final double PATIENCE_FOR_ANOTHER = 0.3;
  private static final double CATCH_UP = 1.0 / 40;
  private static final int GAIN = 8;
  private static final long PIECE_NANOS = 15_000;

  private final Arrivals arrivals;
  private final Clock clock;
  private final long leadNanos;
  private final long longestWaitNanos;
  private final long patienceNanos;
  private final long catchUpNanos;
  private boolean wentWithout;
  private long correctionNanos;

  /**
   * @param arrivals samples to wait for
   * @param clock clock of the loop
   * @param periodNanos period of the loop; the period of the arrivals or a multiple of it
   */
  public PhaseLock(Arrivals arrivals, Clock clock, long periodNanos) {
    this.arrivals = arrivals;
    this.clock = clock;
    leadNanos = (long) (LEAD * periodNanos);
    catchUpNanos = (long) (CATCH_UP * periodNanos);
    patienceNanos = (long) (PATIENCE_FOR_ANOTHER * periodNanos);
    longestWaitNanos = (long) (LONGEST_WAIT * periodNanos);
  }

  /**
   * Waits for the arrival that belongs to the tick scheduled at {@code dueNanos}.
   *
   * @return current time
   */
  public long await(long dueNanos) {
    long began = clock.nanos();
    long now = began;
    int count = arrivals.poll(now);
    int wanted = wentWithout ? 2 : 1;
    boolean wasThere = count >= wanted;
    while (count < wanted && now - dueNanos < (count == 0 ? longestWaitNanos : patienceNanos)) {
      clock.rest(PIECE_NANOS);
      now = clock.nanos();
      count = arrivals.poll(now);
    }
    boolean there = count >= wanted;
    wentWithout = count == 0;
    boolean isPunctual = began - dueNanos < leadNanos;
    if (!there || !isPunctual) {
      correctionNanos = 0;
    } else {
      // Limited: a delayed sample is a poor predictor of the next arrival.
      long later = Math.min(catchUpNanos, (now - dueNanos - leadNanos) / GAIN);
      correctionNanos = wasThere ? -catchUpNanos : later;
    }
    return now;
  }

  /** Shift of the next tick's scheduled time; negative for earlier. */
  public long correctionNanos() {
    return correctionNanos;
  }
}
