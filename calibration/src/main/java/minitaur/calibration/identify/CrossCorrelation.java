package minitaur.calibration.identify;

/**
 * Estimates the lag of one signal behind another from the maximum of their cross-correlation,
 * interpolated between samples by the parabola through the three largest values.
 */
final class CrossCorrelation {
  private CrossCorrelation() {}

  /**
   * The lag of {@code delayed} behind {@code reference}, in samples.
   *
   * @param reference Not modified.
   * @param delayed as long as {@code reference}. Not modified.
   * @param maxLag max lag to search
   */
  static double lag(double[] reference, double[] delayed, int maxLag) {
    double[] correlation = new double[maxLag + 1];
    int best = 0;
    for (int lag = 0; lag <= maxLag; lag++) {
      for (int k = 0; k < reference.length - maxLag; k++) {
        correlation[lag] += reference[k] * delayed[k + lag];
      }
      best = correlation[lag] > correlation[best] ? lag : best;
    }
    if (best == 0 || best == maxLag) {
      return best;
    }
    double curvature = correlation[best - 1] - 2 * correlation[best] + correlation[best + 1];
    return best + 0.5 * (correlation[best - 1] - correlation[best + 1]) / curvature;
  }
}
