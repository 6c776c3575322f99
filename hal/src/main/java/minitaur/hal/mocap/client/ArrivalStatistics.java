package minitaur.hal.mocap.client;

/**
 * Rate, delay and jitter of arriving samples, averaged over about the last hundred. One thread adds
 * samples; other threads may read values that are one sample old.
 */
public final class ArrivalStatistics {
  private static final double WEIGHT = 0.02;
  private static final double NANOS_PER_SECOND = 1e9;

  private boolean hasLast;
  private long lastReceivedNanos;
  private boolean hasDelay;
  private double interval;
  private double delay;
  private double delayVariance;

  private volatile double rateHz = Double.NaN;
  private volatile double delaySeconds = Double.NaN;
  private volatile double jitterSeconds = Double.NaN;

  /** Resets the statistics. */
  public void reset() {
    hasLast = false;
    hasDelay = false;
    interval = 0;
    rateHz = Double.NaN;
    delaySeconds = Double.NaN;
    jitterSeconds = Double.NaN;
  }

  /** Adds the arrival of a sample of the body, whether valid or not. */
  public void addArrival(long receivedNanos) {
    if (hasLast) {
      double seconds = (receivedNanos - lastReceivedNanos) / NANOS_PER_SECOND;
      interval = interval == 0 ? seconds : interval + WEIGHT * (seconds - interval);
      rateHz = interval > 0 ? 1 / interval : Double.NaN;
    }
    hasLast = true;
    lastReceivedNanos = receivedNanos;
  }

  /** Adds the delay of a pose. */
  public void addDelay(long capturedNanos, long receivedNanos) {
    double seconds = (receivedNanos - capturedNanos) / NANOS_PER_SECOND;
    if (!hasDelay) {
      hasDelay = true;
      delay = seconds;
      delayVariance = 0;
    }
    double deviation = seconds - delay;
    delay += WEIGHT * deviation;
    delayVariance = (1 - WEIGHT) * (delayVariance + WEIGHT * deviation * deviation);
    delaySeconds = delay;
    jitterSeconds = Math.sqrt(delayVariance);
  }

  public double rateHz() {
    return rateHz;
  }

  public double delaySeconds() {
    return delaySeconds;
  }

  public double jitterSeconds() {
    return jitterSeconds;
  }
}
