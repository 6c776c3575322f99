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
  private static final double DRIFT = 1e-4;

  /** Number of arrivals before the minimum is meaningful. */
  private static final int SETTLING = 16;

  /** Slower echoes are ignored as too inaccurate. */
  private static final long SLOWEST_ECHO_NANOS = 20_000_000;

  private final long shortestDelayNanos;
  private long minimum;
  private long minimumAtNanos;
  private int arrivals;
  private boolean echoed;
  private long echoOffset;
  private long echoError;
  private long echoAtNanos;

  /**
   * @param shortestDelayNanos min delay from capture to arrival
   */
  ServerClock(long shortestDelayNanos) {
    this.shortestDelayNanos = shortestDelayNanos;
  }

  /** Discards the estimate, for a new or changed server clock. */
  void reset() {
    arrivals = 0;
    echoed = false;
  }

  /** Updates the estimate with the arrival of a stamped message. */
  void arrived(long receivedNanos, long serverNanos) {
    long difference = receivedNanos - serverNanos;
    if (arrivals == 0 || difference <= risen(minimum, minimumAtNanos, receivedNanos)) {
      minimum = difference;
      minimumAtNanos = receivedNanos;
    }
    if (arrivals < SETTLING) {
      arrivals++;
    }
  }

  /**
   * Updates the estimate with a round trip during which the server's clock was {@code serverNanos}.
   */
  void echo(long sentNanos, long receivedNanos, long serverNanos) {
    long error = (receivedNanos - sentNanos) / 2;
    if (error < 0 || error > SLOWEST_ECHO_NANOS) {
      return;
    }
    if (!echoed || error <= risen(echoError, echoAtNanos, receivedNanos)) {
      echoed = true;
      echoError = error;
      echoAtNanos = receivedNanos;
      echoOffset = sentNanos + error - serverNanos;
    }
  }

  /** Whether the estimate is usable. */
  boolean isSettled() {
    return echoed || arrivals == SETTLING;
  }

  /** Local time at which the server's clock was {@code serverNanos}, by the current estimate. */
  long local(long serverNanos, long nowNanos) {
    return echoed
        ? serverNanos + echoOffset
        : serverNanos + risen(minimum, minimumAtNanos, nowNanos) - shortestDelayNanos;
  }

  private static long risen(long value, long sinceNanos, long nowNanos) {
    return value + (long) (DRIFT * (nowNanos - sinceNanos));
  }
}
