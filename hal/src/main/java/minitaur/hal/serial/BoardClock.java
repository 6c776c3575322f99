package minitaur.hal.serial;

/**
 * Converts a board's time stamps to host time. The offset between the clocks is the min of arrival
 * minus stamp over the last 0.5 to 1 s, which is the frame with the shortest delay. The offset
 * follows clock drift, and recovers within a second after the board's clock has stood still.
 */
final class BoardClock {
  private static final long HALF_NANOS = 500_000_000;

  private long present;
  private long previous;
  private long halfBeganNanos;
  private boolean known;

  /** Discards the offset, after a restart of the board. */
  void restart() {
    known = false;
  }

  /** Adds a frame stamped {@code boardNanos} that arrived at {@code hostNanos}. */
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

  /** Host time of a board time. */
  long host(long boardNanos) {
    return boardNanos + Math.min(present, previous);
  }
}
