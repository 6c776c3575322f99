package minitaur.controller.console.web.access;

import java.util.LinkedHashMap;
import java.util.Map;
import minitaur.hal.Clock;

/**
 * Limits the rate of requests per address with a token bucket: a burst of requests, then a constant
 * rate. Thread-safe.
 */
public final class RateLimit {
  /** Maximum number of addresses; beyond it, the least recently used one is dropped. */
  private static final int ADDRESSES = 256;

  private final Clock clock;
  private final double burst;
  private final double perSecond;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > ADDRESSES;
        }
      };

  private static final class Bucket {
    double left;
    long atNanos;
  }

  /**
   * A limit for each address.
   *
   * @param burst maximum number of requests at once
   * @param perSecond sustained requests per second
   */
  public RateLimit(Clock clock, double burst, double perSecond) {
    this.clock = clock;
    this.burst = burst;
    this.perSecond = perSecond;
  }

  /** Counts a request of {@code address}; false if it exceeds the limit. */
  public synchronized boolean take(String address) {
    Bucket bucket = refilled(address);
    if (bucket.left < 1) {
      return false;
    }
    bucket.left--;
    return true;
  }

  /** Whether {@link #take} would return true. */
  public synchronized boolean allows(String address) {
    return refilled(address).left >= 1;
  }

  private Bucket refilled(String address) {
    long now = clock.nanos();
    Bucket bucket = buckets.get(address);
    if (bucket == null) {
      bucket = new Bucket();
      bucket.left = burst;
      bucket.atNanos = now;
      buckets.put(address, bucket);
    }
    bucket.left = Math.min(burst, bucket.left + perSecond * 1e-9 * (now - bucket.atNanos));
    bucket.atNanos = now;
    return bucket;
  }
}
