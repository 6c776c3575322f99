package minitaur.sim.device;

/**
 * Rate, noise and delay of motion capture.
 *
 * @param rateHz capture rate, Hz
 * @param noiseMetres standard deviation of the noise of each position coordinate; the rotation is
 *     exact
 * @param delaySeconds delay from capture to arrival
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
