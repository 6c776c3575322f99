package minitaur.sim.device;

import minitaur.hal.random.RandomStream;

/** Bounds of a uniformly distributed value; equal bounds give a constant. */
public record Range(double low, double high) {

  public Range {
    if (!(low <= high) || Double.isInfinite(low) || Double.isInfinite(high)) {
      throw new IllegalArgumentException(
          "a range must go from low to high, not from %s to %s".formatted(low, high));
    }
  }

  /** A range of one value. */
  public static Range of(double value) {
    return new Range(value, value);
  }

  /**
   * Draws a value from [low, high); consumes one number of the stream even if the range is a single
   * value.
   */
  public double draw(RandomStream stream) {
    return stream.nextUniform(low, high);
  }
}
