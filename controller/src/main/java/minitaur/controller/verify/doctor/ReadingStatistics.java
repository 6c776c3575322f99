package minitaur.controller.verify.doctor;

/** Mean, noise and maximum excursion of one reading. */
final class ReadingStatistics {
  private long count;
  private double mean;
  private double squares;
  private double first = Double.NaN;
  private double farthest;
  private double maxStep;
  private double previous = Double.NaN;

  /** Adds a reading; NaN and infinite values are skipped. */
  void add(double value) {
    if (!Double.isFinite(value)) {
      return;
    }
    if (count == 0) {
      first = value;
    } else {
      // Differences of neighbors, so that motion does not count as noise.
      double step = value - previous;
      squares += step * step;
      maxStep = Math.max(maxStep, Math.abs(step));
    }
    previous = value;
    count++;
    mean += (value - mean) / count;
    if (Math.abs(value - first) > Math.abs(farthest)) {
      farthest = value - first;
    }
  }

  /** Whether there was a reading. */
  boolean isKnown() {
    return count > 0;
  }

  double mean() {
    return count == 0 ? Double.NaN : mean;
  }

  /** Standard deviation at rest. */
  double noise() {
    return count < 2 ? Double.NaN : Math.sqrt(squares / (2 * (count - 1)));
  }

  /** Largest difference of two neighboring readings. */
  double maxStep() {
    return maxStep;
  }

  /** Largest signed difference from the first reading. */
  double moved() {
    return farthest;
  }
}
