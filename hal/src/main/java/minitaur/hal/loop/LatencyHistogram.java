package minitaur.hal.loop;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * Histogram of durations with three significant digits, from 1 us to 10 s; longer durations count
 * as 10 s. One thread records without allocating; other threads may read percentiles at any time.
 */
public final class LatencyHistogram {
  private static final long MIN_NANOS = 1000;
  private static final long MAX_NANOS = 10_000_000_000L;
  private static final int DIGITS = 3;

  private final SingleWriterRecorder recorder =
      new SingleWriterRecorder(MIN_NANOS, MAX_NANOS, DIGITS);
  private final Histogram total = new Histogram(MIN_NANOS, MAX_NANOS, DIGITS);

  /** Records a duration; a negative one counts as zero. */
  public void record(long nanos) {
    recorder.recordValue(Math.min(Math.max(nanos, 0), MAX_NANOS));
  }

  /** Discards all recorded durations. Allocates. */
  public synchronized void reset() {
    total.reset();
    recorder.getIntervalHistogram();
  }

  /** Percentiles of the durations recorded so far. Allocates. */
  public synchronized Percentiles percentiles() {
    total.add(recorder.getIntervalHistogram());
    return new Percentiles(
        total.getTotalCount(),
        total.getValueAtPercentile(50),
        total.getValueAtPercentile(99),
        total.getValueAtPercentile(99.9),
        total.getMaxValue());
  }

  /**
   * Percentiles of the recorded durations.
   *
   * @param count number of durations
   * @param p50Nanos median
   * @param p99Nanos 99th percentile
   * @param p999Nanos 99.9th percentile
   * @param maxNanos maximum
   */
  public record Percentiles(
      long count, long p50Nanos, long p99Nanos, long p999Nanos, long maxNanos) {}
}
