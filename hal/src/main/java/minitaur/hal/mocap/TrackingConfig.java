package minitaur.hal.mocap;

/**
 * How poses become velocity, and which poses are not believed.
 *
 * @param positionDeviationMetres standard deviation of a measured coordinate. Default 0.1 mm, of
 *     usual marker systems
 * @param jerkDensity how much the trunk's acceleration wanders, (m/s^2)^2/s. Default 10000: of the
 *     values under which a simulated robot that thrashes about at random never surprises the filter
 *     by more than the gate, the one of the least error
 * @param gateDeviations a position further from the expected one is not believed. Default 4
 * @param jumpRad a rotation by more than this and what {@code turnRateRadPerSec} adds is not
 *     believed: markers were swapped. Default 0.15
 * @param turnRateRadPerSec the fastest turn of the trunk. Default 12
 * @param rejections this many poses in a row that are not believed are the new truth. Default 5
 * @param coastNanos how long a velocity holds without a pose. Default 100 ms
 */
public record TrackingConfig(
    double positionDeviationMetres,
    double jerkDensity,
    double gateDeviations,
    double jumpRad,
    double turnRateRadPerSec,
    int rejections,
    long coastNanos) {

  /** Checks every number. */
  public TrackingConfig {
    requirePositive(positionDeviationMetres, "positionDeviationMetres");
    requirePositive(jerkDensity, "jerkDensity");
    requirePositive(gateDeviations, "gateDeviations");
    requirePositive(jumpRad, "jumpRad");
    requirePositive(turnRateRadPerSec, "turnRateRadPerSec");
    requirePositive(rejections, "rejections");
    requirePositive(coastNanos, "coastNanos");
  }

  /** The project's defaults. */
  public static TrackingConfig nominal() {
    return new TrackingConfig(1e-4, 10_000, 4, 0.15, 12, 5, 100_000_000);
  }

  private static void requirePositive(double value, String name) {
    if (!(value > 0)) {
      throw new IllegalArgumentException(name + " is " + value + "; allowed is above 0");
    }
  }
}
