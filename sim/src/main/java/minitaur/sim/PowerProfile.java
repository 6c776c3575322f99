package minitaur.sim;

import minitaur.hal.motor.ThermalModel;
import minitaur.sim.device.BatteryPack;
import minitaur.sim.device.Range;

/**
 * Power supply and cooling of the motors.
 *
 * @param volts open-circuit battery voltage at the start of an episode
 * @param pack battery parameters
 * @param restSeconds cooling time between episodes; infinite for episodes that start at ambient
 *     temperature
 * @param restCelsius cooling continues until every winding is at or below this temperature
 */
public record PowerProfile(Range volts, BatteryPack pack, double restSeconds, double restCelsius) {
  /**
   * Winding temperature at which an operator starts the next episode, degC: 10 below the
   * temperature at which {@link minitaur.hal.motor.MotorProtection} enables a hot motor again, as
   * margin for the episode itself.
   */
  public static final double REST_CELSIUS = 60;

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
          "the cooldown temperature must be above ambient, %s degC, not %s"
              .formatted(ThermalModel.AMBIENT_CELSIUS, restCelsius));
    }
  }

  /** An ideal voltage source and episodes that start at ambient temperature. */
  public static PowerProfile ideal(Range volts) {
    return new PowerProfile(
        volts, BatteryPack.ideal(), Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  /**
   * The same voltages from a lithium-polymer pack; motor temperatures carry over between episodes.
   */
  public PowerProfile withLithiumPolymer(double restSeconds) {
    return new PowerProfile(volts, BatteryPack.lithiumPolymer(), restSeconds, REST_CELSIUS);
  }
}
