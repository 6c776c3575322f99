package minitaur.hal.mocap;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts of accepted and dropped samples: since construction, over the last 512 to 1024 samples,
 * and since the last accepted one. One thread counts; others may read. Counting allocates nothing.
 */
public final class DropCounts {
  private static final DropReason[] REASONS = DropReason.values();

  /** Number of samples after which the older half of the recent ones is discarded. */
  private static final int HALF_WINDOW = 512;

  private final AtomicLongArray total = new AtomicLongArray(REASONS.length);
  private final AtomicLongArray current = new AtomicLongArray(REASONS.length);
  private final AtomicLongArray previous = new AtomicLongArray(REASONS.length);
  private final AtomicLongArray sinceAccepted = new AtomicLongArray(REASONS.length);
  private final AtomicLong accepted = new AtomicLong();
  private volatile int currentSamples;
  private volatile int previousSamples;

  /** Counts an accepted sample. */
  public void countAccepted() {
    accepted.incrementAndGet();
    for (int i = 0; i < REASONS.length; i++) {
      sinceAccepted.set(i, 0);
    }
    countRecent();
  }

  /** Counts a dropped sample or packet. */
  public void countDropped(DropReason reason) {
    int index = reason.ordinal();
    total.incrementAndGet(index);
    current.incrementAndGet(index);
    sinceAccepted.incrementAndGet(index);
    if (reason.isSample()) {
      countRecent();
    }
  }

  /** Number of accepted samples. */
  public long accepted() {
    return accepted.get();
  }

  /** Number of samples or packets dropped for {@code reason}. */
  public long count(DropReason reason) {
    return total.get(reason.ordinal());
  }

  /** Number of samples or packets dropped for {@code reason} since the last accepted sample. */
  public long sinceAccepted(DropReason reason) {
    return sinceAccepted.get(reason.ordinal());
  }

  /** Number of recent samples dropped for {@code reason}. */
  public long recent(DropReason reason) {
    return current.get(reason.ordinal()) + previous.get(reason.ordinal());
  }

  /** Number of recent samples. */
  public int recentSamples() {
    return currentSamples + previousSamples;
  }

  /** Counts by reason, without zero counts. Allocates. */
  public Map<DropReason, Long> asMap() {
    Map<DropReason, Long> map = new EnumMap<>(DropReason.class);
    for (DropReason reason : REASONS) {
      if (count(reason) > 0) {
        map.put(reason, count(reason));
      }
    }
    return map;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
  private void countRecent() {
    currentSamples++;
    if (currentSamples >= HALF_WINDOW) {
      for (int i = 0; i < REASONS.length; i++) {
        previous.set(i, current.get(i));
        current.set(i, 0);
      }
      previousSamples = currentSamples;
      currentSamples = 0;
    }
  }
}
