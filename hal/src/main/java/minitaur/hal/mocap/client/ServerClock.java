package minitaur.hal.mocap.client;

/**
 * Converts time stamps of a server's clock to local time.
 *
 * <p>The delay of messages varies but has a minimum. Therefore the min difference between arrival
 * and stamp over some time is the clock offset plus the min delay. To follow clock drift, the
 * minimum rises slowly, at a rate above the drift of quartz clocks, and falls immediately. If the
 * server answers echo requests, the error is bounded by half a round trip and the min delay is not
 * needed.
 *
 * <p>Allocates nothing. Not thread-safe.
 */
final class ServerClock {
  /** Upper bound of the drift between two quartz clocks: 100 microseconds per second. */
  private static final double MAX_DRIFT = 1e-4;

  /** Number of arrivals before the minimum is meaningful. */
  private static final int MIN_ARRIVALS = 16;

  /** Slower echoes are ignored as too inaccurate. */
  private static final long MAX_ECHO_ERROR_NANOS = 20_000_000;

  private final long minDelayNanos;
  private long minOffset;
  private long minOffsetTimeNanos;
  private int arrivals;
  private boolean hasEcho;
  private long echoOffset;
  private long echoError;
  private long echoTimeNanos;

  /**
   * @param minDelayNanos min delay from capture to arrival
   */
  ServerClock(long minDelayNanos) {
    this.minDelayNanos = minDelayNanos;
  }

  /** Discards the estimate, for a new or changed server clock. */
  void reset() {
    arrivals = 0;
    hasEcho = false;
  }

  /** Updates the estimate with the arrival of a stamped message. */
  void addArrival(long receivedNanos, long serverNanos) {
    long offset = receivedNanos - serverNanos;
    if (arrivals == 0 || offset <= withDrift(minOffset, minOffsetTimeNanos, receivedNanos)) {
      minOffset = offset;
      minOffsetTimeNanos = receivedNanos;
    }
    if (arrivals < MIN_ARRIVALS) {
      arrivals++;
    }
  }

  /**
   * Updates the estimate with a round trip during which the server's clock was {@code serverNanos}.
   */
  void addEcho(long sentNanos, long receivedNanos, long serverNanos) {
    long error = (receivedNanos - sentNanos) / 2;
    if (error < 0 || error > MAX_ECHO_ERROR_NANOS) {
      return;
    }
    if (!hasEcho || error <= withDrift(echoError, echoTimeNanos, receivedNanos)) {
      hasEcho = true;
      echoError = error;
      echoTimeNanos = receivedNanos;
      echoOffset = sentNanos + error - serverNanos;
    }
  }

  /** Whether the estimate is usable. */
  boolean isSettled() {
    return hasEcho || arrivals == MIN_ARRIVALS;
  }

  /** Local time at which the server's clock was {@code serverNanos}, by the current estimate. */
  long toLocalTime(long serverNanos, long nowNanos) {
    return hasEcho
        ? serverNanos + echoOffset
        : serverNanos + withDrift(minOffset, minOffsetTimeNanos, nowNanos) - minDelayNanos;
  }

  private static long withDrift(long value, long sinceNanos, long nowNanos) {
    return value + (long) (MAX_DRIFT * (nowNanos - sinceNanos));
  }
}
