package minitaur.sim.device;

/**
 * Noise and bias of the IMU's roll, pitch and rates.
 *
 * @param angleNoiseRad standard deviation of the noise of an angle sample
 * @param rateNoiseRadPerSec standard deviation of the noise of a rate sample
 * @param angleBiasRad range of the angle biases, drawn for each angle per episode
 */
public record InertialProfile(double angleNoiseRad, double rateNoiseRadPerSec, Range angleBiasRad) {

  public InertialProfile {
    if (!(angleNoiseRad >= 0 && rateNoiseRadPerSec >= 0)) {
      throw new IllegalArgumentException(
          "noise must be at least 0, not %s rad and %s rad/s"
              .formatted(angleNoiseRad, rateNoiseRadPerSec));
    }
  }
}
