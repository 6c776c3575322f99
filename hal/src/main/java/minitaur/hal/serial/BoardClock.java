package minitaur.hal.serial;

/**
 * Converts a board's time stamps to host time. The offset between the clocks is the min of arrival
 * minus stamp over the last 0.5 to 1 s, which is the frame with the shortest delay. The offset
 * follows clock drift, and recovers within a second after the board's clock has stood still.
 */
final class BoardClock {
  private static final long WINDOW_NANOS = 500_000_000;

  private long currentMinOffset;
  private long previousMinOffset;
  private long windowStartNanos;
  private boolean hasOffset;

  /** Discards the offset, after a restart of the board. */
  void reset() {
    hasOffset = false;
  }

  /** Adds a frame stamped {@code boardNanos} that arrived at {@code hostNanos}. */
  void addFrame(long boardNanos, long hostNanos) {
    long offset = hostNanos - boardNanos;
    if (!hasOffset) {
      hasOffset = true;
      currentMinOffset = offset;
      previousMinOffset = offset;
      windowStartNanos = hostNanos;
    } else if (hostNanos - windowStartNanos >= WINDOW_NANOS) {
      previousMinOffset = currentMinOffset;
      currentMinOffset = offset;
      windowStartNanos = hostNanos;
    } else {
      currentMinOffset = Math.min(currentMinOffset, offset);
    }
  }

  /** Host time of a board time. */
  long toHostTime(long boardNanos) {
    return boardNanos + Math.min(currentMinOffset, previousMinOffset);
  }
}
