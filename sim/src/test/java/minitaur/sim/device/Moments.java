package minitaur.sim.device;

/** Mean and standard deviation of a sample. */
final class Moments {
  private long count;
  private double sum;
  private double sumOfSquares;

  void add(double value) {
    count++;
    sum += value;
    sumOfSquares += value * value;
  }

  long count() {
    return count;
  }

  double mean() {
    return sum / count;
  }

  double deviation() {
    return Math.sqrt(Math.max(0, sumOfSquares / count - mean() * mean()));
  }
}
