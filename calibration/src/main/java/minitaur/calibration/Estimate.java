package minitaur.calibration;

/**
 * A measured value with its 95 % confidence interval.
 *
 * @param value point estimate
 * @param low lower bound of the interval
 * @param high upper bound of the interval
 */
public record Estimate(double value, double low, double high) {

  public Estimate {
    if (!(Double.isFinite(low) && Double.isFinite(high) && low <= value && value <= high)) {
      throw new IllegalArgumentException(
          "an estimate needs low <= value <= high, not %s <= %s <= %s".formatted(low, value, high));
    }
  }

  /**
   * Rejects an implausible estimate.
   *
   * @param name of the quantity, for the message
   * @throws IllegalArgumentException when the value is not within {@code least} and {@code most},
   *     or a bound exceeds that range by more than ten times its width
   */
  void requireWithin(double least, double most, String name) {
    double slack = 10 * (most - least);
    if (!(value >= least && value <= most && low >= least - slack && high <= most + slack)) {
      throw new IllegalArgumentException(
          "%s is %s (%s to %s); allowed: %s to %s".formatted(name, value, low, high, least, most));
    }
  }

  /** An estimate whose interval extends {@code halfWidth} to either side of {@code value}. */
  public static Estimate around(double value, double halfWidth) {
    return new Estimate(value, value - halfWidth, value + halfWidth);
  }

  /** Whether the interval contains {@code truth}. */
  public boolean contains(double truth) {
    return low <= truth && truth <= high;
  }
}
