package minitaur.calibration;

/**
 * A number that was measured, and where it lies with 95 % confidence.
 *
 * @param value the best guess
 * @param low lower end of the interval
 * @param high upper end of the interval
 */
public record Estimate(double value, double low, double high) {

  public Estimate {
    if (!(Double.isFinite(low) && Double.isFinite(high) && low <= value && value <= high)) {
      throw new IllegalArgumentException(
          "an estimate needs low <= value <= high, not %s <= %s <= %s".formatted(low, value, high));
    }
  }

  /**
   * Rejects an interval that is not possible.
   *
   * @param name of the quantity, for the message
   * @throws IllegalArgumentException when its value is not within {@code least} and {@code most},
   *     or its interval is wider than ten times that range
   */
  void requireWithin(double least, double most, String name) {
    double slack = 10 * (most - least);
    if (!(value >= least && value <= most && low >= least - slack && high <= most + slack)) {
      throw new IllegalArgumentException(
          "%s is %s (%s to %s); allowed: %s to %s".formatted(name, value, low, high, least, most));
    }
  }

  /** The interval that reaches {@code halfWidth} to either side. */
  public static Estimate around(double value, double halfWidth) {
    return new Estimate(value, value - halfWidth, value + halfWidth);
  }

  /** Whether {@code truth} lies within the interval. */
  public boolean contains(double truth) {
    return low <= truth && truth <= high;
  }
}
