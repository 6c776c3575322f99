package minitaur.sim.device;

import minitaur.hal.random.RandomStream;

/** A number that is drawn uniformly between two bounds; equal bounds fix it. */
public record Range(double low, double high) {

  public Range {
    if (!(low <= high) || Double.isInfinite(low) || Double.isInfinite(high)) {
      throw new IllegalArgumentException(
          "a range must go from low to high, not from %s to %s".formatted(low, high));
    }
  }

  /** The range that holds one value. */
  public static Range of(double value) {
    return new Range(value, value);
  }

  /**
   * A value in [low, high); takes one number from the stream even when the range holds one value.
   */
  public double draw(RandomStream stream) {
    return stream.nextUniform(low, high);
  }
}
