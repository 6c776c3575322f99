package minitaur.controller.verify.doctor;

/** Mean, noise and maximum excursion of a reading. */
final class ReadingStatistics {
  private long count;
  private long missing;
  private double mean;
  private double squareSum;
  private double initial = Double.NaN;
  private double maxExcursion;
  private double maxStep;
  private double previous = Double.NaN;

  /** Adds a reading; NaN and infinite values count as missing. */
  void add(double value) {
    if (!Double.isFinite(value)) {
      missing++;
      return;
    }
    if (count == 0) {
      initial = value;
    } else {
      // Differences of consecutive readings, so that motion does not count as noise.
      double step = value - previous;
      squareSum += step * step;
      maxStep = Math.max(maxStep, Math.abs(step));
    }
    previous = value;
    count++;
    mean += (value - mean) / count;
    if (Math.abs(value - initial) > Math.abs(maxExcursion)) {
      maxExcursion = value - initial;
    }
  }

  /** Whether there was any finite reading. */
  boolean isKnown() {
    return count > 0;
  }

  /** Share of readings that are missing; NaN without any. */
  double missingShare() {
    return (double) missing / (missing + count);
  }

  double mean() {
    return count == 0 ? Double.NaN : mean;
  }

  /** Standard deviation of the noise. */
  double noise() {
    return count < 2 ? Double.NaN : Math.sqrt(squareSum / (2 * (count - 1)));
  }

  /** Max absolute difference of consecutive readings. */
  double maxStep() {
    return maxStep;
  }

  /** Signed difference from the first reading with the largest magnitude. */
  double excursion() {
    return maxExcursion;
  }
}
