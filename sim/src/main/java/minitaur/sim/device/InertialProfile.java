package minitaur.sim.device;

/**
 * How well roll, pitch and their rates are known.
 *
 * @param angleNoiseRad standard deviation of each sample of an angle
 * @param rateNoiseRadPerSec standard deviation of each sample of a rate
 * @param angleBiasRad what is drawn for each angle per episode
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
