package minitaur.hal.loop;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * A histogram of times with three digits, from 1 us up to 10 s; what is longer counts as 10 s. One
 * thread records and allocates nothing; another may take a picture at any time.
 */
public final class LoopTiming {
  private static final long LEAST_NANOS = 1000;
  private static final long MOST_NANOS = 10_000_000_000L;
  private static final int DIGITS = 3;

  private final SingleWriterRecorder recorder =
      new SingleWriterRecorder(LEAST_NANOS, MOST_NANOS, DIGITS);
  private final Histogram total = new Histogram(LEAST_NANOS, MOST_NANOS, DIGITS);

  /** Records a time; one below zero counts as zero. */
  public void record(long nanos) {
    recorder.recordValue(Math.min(Math.max(nanos, 0), MOST_NANOS));
  }

  /** Begins anew. Allocates. */
  public synchronized void forget() {
    total.reset();
    recorder.getIntervalHistogram();
  }

  /** What has been recorded so far. Allocates. */
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
   * A picture of the times.
   *
   * @param count how many
   * @param p50Nanos half were no longer
   * @param p99Nanos 99 of 100 were no longer
   * @param p999Nanos 999 of 1000 were no longer
   * @param maximumNanos the longest
   */
  public record Percentiles(
      long count, long p50Nanos, long p99Nanos, long p999Nanos, long maximumNanos) {}
}
