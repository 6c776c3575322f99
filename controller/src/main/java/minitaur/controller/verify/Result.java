package minitaur.controller.verify;

/**
 * One measured value, with the threshold that it must meet.
 *
 * @param name name of the measured quantity
 * @param value NaN when it could not be measured, which misses every threshold
 * @param unit unit of the value and the threshold; empty for a count or a ratio
 * @param bound which side of the threshold is allowed
 * @param threshold NaN for {@link Bound#NONE}
 */
public record Result(String name, double value, String unit, Bound bound, double threshold) {
  /** Which values are allowed. */
  public enum Bound {
    /** At least the threshold. */
    MIN,
    /** At most the threshold. */
    MAX,
    /** Every value; the result is informative. */
    NONE
  }

  /** A result that must be at least {@code min}. */
  public static Result atLeast(double min, String name, double value, String unit) {
    return new Result(name, value, unit, Bound.MIN, min);
  }

  /** A result that must be at most {@code max}. */
  public static Result atMost(double max, String name, double value, String unit) {
    return new Result(name, value, unit, Bound.MAX, max);
  }

  /** A result without a threshold. */
  public static Result info(String name, double value, String unit) {
    return new Result(name, value, unit, Bound.NONE, Double.NaN);
  }

  /** Whether the threshold is met. */
  public boolean isMet() {
    return switch (bound) {
      case MIN -> value >= threshold;
      case MAX -> value <= threshold;
      case NONE -> true;
    };
  }
}
