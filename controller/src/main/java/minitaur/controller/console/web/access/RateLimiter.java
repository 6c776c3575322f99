package minitaur.controller.console.web.access;

import java.util.LinkedHashMap;
import java.util.Map;
import minitaur.hal.Clock;

/**
 * Limits the rate of requests per address with a token bucket: a burst of requests, then a constant
 * rate. Thread-safe.
 */
public final class RateLimiter {
  /** Maximum number of addresses; beyond it, the least recently used one is dropped. */
  private static final int MAX_ADDRESSES = 256;

  private final Clock clock;
  private final double burst;
  private final double perSecond;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MAX_ADDRESSES;
        }
      };

  private static final class Bucket {
    double tokens;
    long refillNanos;
  }

  /**
   * A limit for each address.
   *
   * @param burst maximum number of requests at once
   * @param perSecond sustained requests per second
   */
  public RateLimiter(Clock clock, double burst, double perSecond) {
    this.clock = clock;
    this.burst = burst;
    this.perSecond = perSecond;
  }

  /** Counts a request of {@code address}; false if it exceeds the limit. */
  public synchronized boolean tryAcquire(String address) {
    Bucket bucket = refill(address);
    if (bucket.tokens < 1) {
      return false;
    }
    bucket.tokens--;
    return true;
  }

  /** Whether {@link #tryAcquire} would return true. */
  public synchronized boolean allows(String address) {
    return refill(address).tokens >= 1;
  }

  private Bucket refill(String address) {
    long now = clock.nanos();
    Bucket bucket = buckets.get(address);
    if (bucket == null) {
      bucket = new Bucket();
      bucket.tokens = burst;
      bucket.refillNanos = now;
      buckets.put(address, bucket);
    }
    bucket.tokens = Math.min(burst, bucket.tokens + perSecond * 1e-9 * (now - bucket.refillNanos));
    bucket.refillNanos = now;
    return bucket;
  }
}
