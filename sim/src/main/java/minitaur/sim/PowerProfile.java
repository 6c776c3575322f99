package minitaur.sim;

import minitaur.hal.motor.ThermalModel;
import minitaur.sim.device.BatteryPack;
import minitaur.sim.device.Range;

/**
 * Supply and heat of the motors.
 *
 * @param volts open-circuit voltage of the battery at the start of an episode
 * @param pack the battery
 * @param restSeconds time between episodes in which the motors cool; infinite for episodes that
 *     start at ambient temperature
 * @param restCelsius the rest goes on until no winding is hotter than this
 */
public record PowerProfile(Range volts, BatteryPack pack, double restSeconds, double restCelsius) {
  /**
   * Winding temperature at which an operator lets the robot go on, degC: that from which {@link
   * minitaur.hal.motor.MotorProtection} drives a hot motor again, less 10 for the episode itself.
   */
  public static final double REST_CELSIUS = 60;

  /** Rejects impossible values. */
  public PowerProfile {
    if (!(volts.low() >= 0)) {
      throw new IllegalArgumentException("the battery must have at least 0 V, not " + volts);
    }
    if (!(restSeconds >= 0)) {
      throw new IllegalArgumentException(
          "the time between episodes must be at least 0 s, not " + restSeconds);
    }
    if (!(restCelsius > ThermalModel.AMBIENT_CELSIUS)) {
      throw new IllegalArgumentException(
          "motors cool no further than to ambient, %s degC, not to %s"
              .formatted(ThermalModel.AMBIENT_CELSIUS, restCelsius));
    }
  }

  /** A voltage source that does not sag, and episodes that start at ambient temperature. */
  public static PowerProfile ideal(Range volts) {
    return new PowerProfile(
        volts, BatteryPack.ideal(), Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  /** The same voltages from a lithium-polymer pack, and temperatures that carry over. */
  public PowerProfile withLithiumPolymer(double restSeconds) {
    return new PowerProfile(volts, BatteryPack.lithiumPolymer(), restSeconds, REST_CELSIUS);
  }
}
