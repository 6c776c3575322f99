package minitaur.calibration.identify;

/**
 * Estimates the lag of one signal behind another from the maximum of their cross-correlation,
 * interpolated between samples by the parabola through the three largest values.
 */
final class CrossCorrelation {
  private CrossCorrelation() {}

  /**
   * The lag of {@code later} behind {@code earlier}, in samples.
   *
   * @param earlier Not modified.
   * @param later as long as {@code earlier}. Not modified.
   * @param longest max lag to search
   */
  static double lag(double[] earlier, double[] later, int longest) {
    double[] sum = new double[longest + 1];
    int best = 0;
    for (int lag = 0; lag <= longest; lag++) {
      for (int k = 0; k < earlier.length - longest; k++) {
        sum[lag] += earlier[k] * later[k + lag];
      }
      best = sum[lag] > sum[best] ? lag : best;
    }
    if (best == 0 || best == longest) {
      return best;
    }
    double curvature = sum[best - 1] - 2 * sum[best] + sum[best + 1];
    return best + 0.5 * (sum[best - 1] - sum[best + 1]) / curvature;
  }
}
