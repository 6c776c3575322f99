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
   * @param name name of the quantity, for the message
   * @throws IllegalArgumentException when the value is not between {@code min} and {@code max}, or
   *     a bound exceeds that range by more than ten times its width
   */
  void requireWithin(double min, double max, String name) {
    double slack = 10 * (max - min);
    if (!(value >= min && value <= max && low >= min - slack && high <= max + slack)) {
      throw new IllegalArgumentException(
          "%s is %s (%s to %s); allowed: %s to %s".formatted(name, value, low, high, min, max));
    }
  }

  /** An estimate whose interval extends {@code halfWidth} to either side of {@code value}. */
  public static Estimate around(double value, double halfWidth) {
    return new Estimate(value, value - halfWidth, value + halfWidth);
  }

  /** Whether the interval contains {@code trueValue}. */
  public boolean contains(double trueValue) {
    return low <= trueValue && trueValue <= high;
  }
}
