package minitaur.hal.loop;

import minitaur.hal.Clock;

/**
 * Keeps a loop's ticks right behind what comes to it from another clock at the same rate, so that
 * nothing lies about for up to a period before it is used. A tick begins a little before the next
 * arrival, waits for it within bounds, and moves the loop's schedule towards that lead:
 *
 * <pre>
 *   correction = (waited - lead) / 8       when it came while it was waited for, at most period / 40
 *   correction = -period / 40              when it was there before
 *   correction = 0                         when it did not come, or the tick was late itself
 * </pre>
 *
 * <p>After a tick that went without, what comes first may be what it had waited for; the one that
 * belongs to this tick is waited for a little then, or every tick from there on would use what lay
 * about for nearly a period.
 *
 * <p>Waiting is resting in pieces, not spinning: what is waited for may need this processor to be
 * handed over. One thread; allocates nothing.
 */
public final class PhaseLock {
  /** What comes late is still used when it comes, and not a period later. */
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
   * @param arrivals what is waited for
   * @param clock the loop's
   * @param periodNanos of the loop, and of the arrivals or a multiple of theirs
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
   * Waits for the arrival that belongs to the tick that was due at {@code dueNanos}.
   *
   * @return now
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
      // One that was held up on its way says little of when the next one comes.
      long later = Math.min(catchUpNanos, (now - dueNanos - leadNanos) / GAIN);
      correctionNanos = wasThere ? -catchUpNanos : later;
    }
    return now;
  }

  /** How much later than usual the next tick shall be due; negative for earlier. */
  public long correctionNanos() {
    return correctionNanos;
  }
}
