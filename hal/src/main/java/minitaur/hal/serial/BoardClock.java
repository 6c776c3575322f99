package minitaur.hal.serial;

/**
 * The host's time of what a board stamped by its own clock. The offset between the clocks is the
 * least that arrival minus stamp has been: the frame that was delayed least. It creeps up by {@link
 * #DRIFT}, so that clocks of different speed are followed both ways.
 */
final class BoardClock {
  /** How much faster the host's clock may run than the board's. */
  private static final double DRIFT = 100e-6;

  private long offsetNanos;
  private long seenNanos;
  private boolean known;

  /** Forgets the board: it was started again. */
  void restart() {
    known = false;
  }

  /** Takes note that a frame stamped {@code boardNanos} was here at {@code hostNanos}. */
  void observe(long boardNanos, long hostNanos) {
    long offset = hostNanos - boardNanos;
    long crept = offsetNanos + (long) (DRIFT * (hostNanos - seenNanos));
    offsetNanos = known ? Math.min(offset, crept) : offset;
    seenNanos = hostNanos;
    known = true;
  }

  /** The host's time of a board's time. */
  long host(long boardNanos) {
    return boardNanos + offsetNanos;
  }
}
