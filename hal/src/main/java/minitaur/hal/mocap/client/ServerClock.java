package minitaur.hal.mocap.client;

/**
 * Tells when, in our time, something happened that a server stamped with its own.
 *
 * <p>Messages are late by a delay that varies and is never below some least. So the smallest
 * difference between arrival and stamp, over a while, is the difference of the clocks plus that
 * least delay. Clocks drift: the minimum is let rise slowly, faster than quartz clocks part, and
 * falls at once. Where the server answers echoes, half a round trip bounds the error instead, and
 * no least delay need be known.
 *
 * <p>Allocates nothing. Used by one thread.
 */
final class ServerClock {
  /** Two quartz clocks part by less: 100 microseconds a second. */
  private static final double DRIFT = 1e-4;

  /** Arrivals that the minimum needs before it means something. */
  private static final int SETTLING = 16;

  /** An echo that took longer says little. */
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
   * @param shortestDelayNanos from capture to arrival at the least
   */
  ServerClock(long shortestDelayNanos) {
    this.shortestDelayNanos = shortestDelayNanos;
  }

  /** Forgets what it learnt: the server's clock is another one. */
  void reset() {
    arrivals = 0;
    echoed = false;
  }

  /** Learns from something that the server stamped and that came now. */
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

  /** Learns from a round trip: the server's clock had {@code serverNanos} somewhere on the way. */
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

  /** Whether it has learnt enough to be asked. */
  boolean isSettled() {
    return echoed || arrivals == SETTLING;
  }

  /** When, in our time, the server's clock had {@code serverNanos}, as far as known now. */
  long local(long serverNanos, long nowNanos) {
    return echoed
        ? serverNanos + echoOffset
        : serverNanos + risen(minimum, minimumAtNanos, nowNanos) - shortestDelayNanos;
  }

  private static long risen(long value, long sinceNanos, long nowNanos) {
    return value + (long) (DRIFT * (nowNanos - sinceNanos));
  }
}
