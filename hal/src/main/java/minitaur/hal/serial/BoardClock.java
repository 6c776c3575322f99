package minitaur.hal.serial;

/**
 * The host's time of what a board stamped by its own clock. The offset between the clocks is the
 * least that arrival minus stamp has been in the last half to whole second: the frame that was
 * delayed least. That follows clocks of different speed, and within a second a board whose clock
 * stood still.
 */
final class BoardClock {
  private static final long HALF_NANOS = 500_000_000;

  private long present;
  private long previous;
  private long halfBeganNanos;
  private boolean known;

  /** Forgets the board: it was started again. */
  void restart() {
    known = false;
  }

  /** Takes note that a frame stamped {@code boardNanos} was here at {@code hostNanos}. */
  void observe(long boardNanos, long hostNanos) {
    long offset = hostNanos - boardNanos;
    if (!known) {
      known = true;
      present = offset;
      previous = offset;
      halfBeganNanos = hostNanos;
    } else if (hostNanos - halfBeganNanos >= HALF_NANOS) {
      previous = present;
      present = offset;
      halfBeganNanos = hostNanos;
    } else {
      present = Math.min(present, offset);
    }
  }

  /** The host's time of a board's time. */
  long host(long boardNanos) {
    return boardNanos + Math.min(present, previous);
  }
}
