package minitaur.controller.run;

import java.util.Arrays;
import minitaur.hal.random.RandomStream;

/**
 * Aggregate statistics of one metric over runs (Agarwal et al., "Deep Reinforcement Learning at the
 * Edge of the Statistical Precipice", 2021).
 *
 * @param count number of runs
 * @param mean arithmetic mean; NaN without runs
 * @param interquartileMean mean of the middle 50 % of the values
 * @param low lower end of the 95 % percentile bootstrap interval of the interquartile mean
 * @param high upper end
 */
public record SampleStatistics(
    int count, double mean, double interquartileMean, double low, double high) {
  private static final int RESAMPLES = 2000;
  private static final double TAIL = 0.025;

  /**
   * Computes the statistics; equal inputs give bit-identical results.
   *
   * @param values finite. Not modified.
   */
  public static SampleStatistics of(double[] values) {
    int n = values.length;
    if (n == 0) {
      return new SampleStatistics(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    RandomStream random = RandomStream.of(0, "bootstrap");
    double[] means = new double[RESAMPLES];
    double[] resample = new double[n];
    for (int i = 0; i < RESAMPLES; i++) {
      for (int j = 0; j < n; j++) {
        resample[j] = sorted[random.nextInt(n)];
      }
      Arrays.sort(resample);
      means[i] = interquartileMean(resample);
    }
    Arrays.sort(means);
    return new SampleStatistics(
        n,
        Arrays.stream(sorted).sum() / n,
        interquartileMean(sorted),
        means[(int) (TAIL * RESAMPLES)],
        means[(int) ((1 - TAIL) * RESAMPLES) - 1]);
  }

  /** Mean of the values between the quartiles; values on a quartile have a fractional weight. */
  private static double interquartileMean(double[] sorted) {
    int n = sorted.length;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double weight = Math.min(i + 1, 0.75 * n) - Math.max(i, 0.25 * n);
      sum += Math.max(0, weight) * sorted[i];
    }
    return sum / (0.5 * n);
  }
}
