package minitaur.controller.command;

/** What became of one reading while it was watched: its mean, its noise, and how far it went. */
final class Observer {
  private long count;
  private double mean;
  private double squares;
  private double first = Double.NaN;
  private double farthest;
  private double previous = Double.NaN;

  /** Takes a reading; one that is not a number is only not counted. */
  void add(double value) {
    if (!Double.isFinite(value)) {
      return;
    }
    if (count == 0) {
      first = value;
    } else {
      // Differences of neighbours, so that moving it by hand is not taken for noise.
      double step = value - previous;
      squares += step * step;
    }
    previous = value;
    count++;
    mean += (value - mean) / count;
    if (Math.abs(value - first) > Math.abs(farthest)) {
      farthest = value - first;
    }
  }

  /** Whether there was any reading. */
  boolean isKnown() {
    return count > 0;
  }

  double mean() {
    return count == 0 ? Double.NaN : mean;
  }

  /** Standard deviation of a reading of a thing at rest. */
  double noise() {
    return count < 2 ? Double.NaN : Math.sqrt(squares / (2 * (count - 1)));
  }

  /** Farthest that it was from its first value, with the sign of the way. */
  double moved() {
    return farthest;
  }
}
