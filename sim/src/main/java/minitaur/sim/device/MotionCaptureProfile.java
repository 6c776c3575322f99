package minitaur.sim.device;

/**
 * How well the trunk is seen from outside.
 *
 * @param rateHz captures a second
 * @param noiseMetres standard deviation of each coordinate of the position; the rotation is exact
 * @param delaySeconds from capture to arrival
 */
public record MotionCaptureProfile(double rateHz, double noiseMetres, double delaySeconds) {

  public MotionCaptureProfile {
    if (!(rateHz > 0 && rateHz <= 1e6)) {
      throw new IllegalArgumentException("motion capture needs a rate above 0 Hz, not " + rateHz);
    }
    if (!(noiseMetres >= 0 && delaySeconds >= 0)) {
      throw new IllegalArgumentException(
          "motion capture's noise and delay must be at least 0, not %s m and %s s"
              .formatted(noiseMetres, delaySeconds));
    }
  }
}
