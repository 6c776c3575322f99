package minitaur.sim.device;

/**
 * Parameters of a battery pack: open-circuit voltage over state of charge, ohmic resistance,
 * current limit.
 *
 * @param fullVolts open-circuit voltage when fully charged, V
 * @param capacityAmpereHours charge from full to empty; infinite for a constant open-circuit
 *     voltage
 * @param resistanceOhm total resistance of cells, leads and connector; 0 for no voltage sag
 * @param currentLimitAmpere supply current limit enforced by the motor drivers; infinite for none
 */
public record BatteryPack(
    double fullVolts, double capacityAmpereHours, double resistanceOhm, double currentLimitAmpere) {

  /**
   * Open-circuit voltage relative to that when full, at states of charge 0, 0.1, ... 1: every
   * second point of the example data of Modelica.Electrical.Batteries.
   */
  private static final double[] RELATIVE_VOLTS = {
    0.595, 0.761, 0.786, 0.804, 0.818, 0.835, 0.855, 0.888, 0.926, 0.964, 1.0
  };

  public BatteryPack {
    if (!(fullVolts > 0
        && capacityAmpereHours > 0
        && resistanceOhm >= 0
        && currentLimitAmpere > 0)) {
      throw new IllegalArgumentException(
          "a battery pack needs a voltage, a capacity and a current limit above 0 and a resistance"
              + " of at least 0, not %s V, %s Ah, %s A, %s ohm"
                  .formatted(fullVolts, capacityAmpereHours, currentLimitAmpere, resistanceOhm));
    }
  }

  /** An ideal voltage source: no resistance, no current limit, infinite capacity. */
  public static BatteryPack ideal() {
    return new BatteryPack(16.8, Double.POSITIVE_INFINITY, 0, Double.POSITIVE_INFINITY);
  }

  /**
   * A lithium-polymer pack of four cells with an XT60 connector.
   *
   * <ul>
   *   <li>16.8 V full: four cells of 4.2 V.
   *   <li>4 Ah: 59 Wh correspond to the 20 minutes of heavy use that Ghost Robotics specifies for
   *       the Minitaur, at 180 W (derived).
   *   <li>16 mohm: 3 mohm per cell, within the 1 to 4 mohm of healthy hobby packs of this size, and
   *       4 mohm for half a meter of AWG 12 lead and the connector (derived).
   *   <li>60 A: the peak rating of the XT60 connector (Amass; 30 A continuous).
   * </ul>
   */
  public static BatteryPack lithiumPolymer() {
    return new BatteryPack(16.8, 4, 0.016, 60);
  }

  /** Whether the terminal voltage depends on the current, or the current is limited. */
  boolean isNonIdeal() {
    return resistanceOhm > 0 || currentLimitAmpere < Double.POSITIVE_INFINITY;
  }

  /** Open-circuit voltage, V, at a state of charge in [0, 1]. */
  double openCircuitVolts(double stateOfCharge) {
    int last = RELATIVE_VOLTS.length - 1;
    double position = Math.max(0, Math.min(1, stateOfCharge)) * last;
    int row = Math.min((int) position, last - 1);
    double low = RELATIVE_VOLTS[row];
    return fullVolts * (low + (position - row) * (RELATIVE_VOLTS[row + 1] - low));
  }

  /** State of charge in [0, 1] whose open-circuit voltage is closest to {@code volts}. */
  double stateOfCharge(double volts) {
    double relative = volts / fullVolts;
    int last = RELATIVE_VOLTS.length - 1;
    if (relative <= RELATIVE_VOLTS[0]) {
      return 0;
    }
    for (int row = 0; row < last; row++) {
      double low = RELATIVE_VOLTS[row];
      double high = RELATIVE_VOLTS[row + 1];
      if (relative <= high) {
        return (row + (relative - low) / (high - low)) / last;
      }
    }
    return 1;
  }
}
