package minitaur.controller.format.mcap;

/** Earliest and latest time of a set of messages; both 0 when there are none. */
final class TimeSpan {
  private boolean empty = true;
  private long startNanos;
  private long endNanos;

  void include(long timeNanos) {
    startNanos = empty ? timeNanos : Math.min(startNanos, timeNanos);
    endNanos = empty ? timeNanos : Math.max(endNanos, timeNanos);
    empty = false;
  }

  void clear() {
    empty = true;
    startNanos = 0;
    endNanos = 0;
  }

  void writeTo(RecordBuffer out) {
    out.u64(startNanos).u64(endNanos);
  }
}
