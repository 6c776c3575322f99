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

  /** The interval that reaches {@code halfWidth} to either side. */
  public static Estimate around(double value, double halfWidth) {
    return new Estimate(value, value - halfWidth, value + halfWidth);
  }

  /** Whether {@code truth} lies within the interval. */
  public boolean contains(double truth) {
    return low <= truth && truth <= high;
  }
}
