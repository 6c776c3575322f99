package minitaur.hal.mocap;

import static minitaur.hal.settings.InvalidSettingException.require;
import static minitaur.hal.settings.InvalidSettingException.requireBetween;
import static minitaur.hal.settings.InvalidSettingException.requirePositive;

import minitaur.hal.settings.Setting;

/** Settings of the velocity filter and of outlier rejection. */
public record TrackingConfig(
    @Setting(
            doc = "Standard deviation of a measured coordinate.",
            unit = "m",
            source = "typical of marker systems")
        double positionDeviationMetres,
    @Setting(
            doc = "Spectral density of the trunk's jerk, modeled as white noise.",
            unit = "(m/s^2)^2/s",
            source =
                "minimizes the velocity error among the values with which random exploration in"
                    + " simulation never exceeds the gate")
        double jerkDensity,
    @Setting(
            doc = "A position further than this from the predicted one is rejected.",
            unit = "standard deviations",
            source = "common innovation gates, 3 to 4")
        double gateDeviations,
    @Setting(
            doc =
                "A rotation between two poses by more than this, plus turnRateRadPerSec times the"
                    + " time between them, is rejected: markers were swapped.",
            unit = "rad")
        double jumpRad,
    @Setting(doc = "Maximum angular velocity of the trunk.", unit = "rad/s")
        double turnRateRadPerSec,
    @Setting(doc = "After this many rejected poses in a row, the filter restarts from the next.")
        int rejections,
    @Setting(doc = "How long a velocity remains valid without a pose.", unit = "s")
        double coastSeconds) {

  public TrackingConfig {
    requirePositive("positionDeviationMetres", positionDeviationMetres, 0.1);
    requirePositive("jerkDensity", jerkDensity, 1e9);
    requirePositive("gateDeviations", gateDeviations, 100);
    require(jumpRad > 0 && jumpRad <= Math.PI, "jumpRad", jumpRad, "above 0, up to pi");
    requirePositive("turnRateRadPerSec", turnRateRadPerSec, 100);
    requireBetween("rejections", rejections, 1, 1000);
    // Poses on both sides of a gap are this far apart, more than the max gap for interpolation.
    requireBetween("coastSeconds", coastSeconds, 0.06, 0.1);
  }

  /** The default settings. */
  public static TrackingConfig nominal() {
    return new TrackingConfig(1e-4, 10_000, 4, 0.15, 12, 5, 0.1);
  }

  /** These settings with another standard deviation of the position. */
  public TrackingConfig withPositionDeviation(double metres) {
    return new TrackingConfig(
        metres, jerkDensity, gateDeviations, jumpRad, turnRateRadPerSec, rejections, coastSeconds);
  }

  /** {@link #coastSeconds()} in nanoseconds. */
  public long coastNanos() {
    return Math.round(1e9 * coastSeconds);
  }
}
