package minitaur.sim.device;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Battery model: open-circuit voltage by state of charge, terminal voltage under load, and a meter
 * of the delivered energy.
 */
public final class Battery {
  private static final double COULOMB_PER_AMPERE_HOUR = 3600;

  private final BatteryPack pack;

  private double stateOfCharge;
  private double openCircuitVoltage;
  private double voltage;
  private double energyJoules;
  private double lossJoules;

  /** A battery with the parameters of {@code pack}, not inserted yet. */
  public Battery(BatteryPack pack) {
    this.pack = pack;
  }

  /** Parameters of the battery. */
  public BatteryPack pack() {
    return pack;
  }

  /** Inserts a battery of open-circuit voltage {@code volts} and resets the meters to 0. */
  public void insert(double volts) {
    stateOfCharge = pack.stateOfCharge(volts);
    openCircuitVoltage = volts;
    voltage = volts;
    energyJoules = 0;
    lossJoules = 0;
  }

  /** Adds energy drawn at the terminals, J. */
  void addEnergy(double joules) {
    energyJoules += joules;
  }

  /**
   * Applies a supply current: updates state of charge, terminal voltage and internal loss.
   *
   * @param current supply current, at least 0, A
   * @param seconds duration
   */
  void discharge(double current, double seconds) {
    voltage = openCircuitVoltage - pack.resistanceOhm() * current;
    lossJoules += pack.resistanceOhm() * current * current * seconds;
    if (pack.capacityAmpereHours() < Double.POSITIVE_INFINITY) {
      stateOfCharge -= current * seconds / (COULOMB_PER_AMPERE_HOUR * pack.capacityAmpereHours());
      openCircuitVoltage = pack.openCircuitVolts(stateOfCharge);
    }
  }

  /** Remaining charge as a fraction of the full charge. */
  public double stateOfCharge() {
    return stateOfCharge;
  }

  /** Open-circuit voltage, V. */
  public double openCircuitVoltage() {
    return openCircuitVoltage;
  }

  /** Terminal voltage under the last load, V. */
  public double voltage() {
    return voltage;
  }

  /** Energy drawn at the terminals since the battery was inserted, J. */
  public double energyJoules() {
    return energyJoules;
  }

  /** Heat dissipated in the battery's internal resistance since it was inserted, J. */
  public double lossJoules() {
    return lossJoules;
  }

  /** Writes the whole state. */
  public void save(DataOutput out) throws IOException {
    out.writeDouble(stateOfCharge);
    out.writeDouble(openCircuitVoltage);
    out.writeDouble(voltage);
    out.writeDouble(energyJoules);
    out.writeDouble(lossJoules);
  }

  /** Restores a state that {@link #save} wrote. */
  public void restore(DataInput in) throws IOException {
    stateOfCharge = in.readDouble();
    openCircuitVoltage = in.readDouble();
    voltage = in.readDouble();
    energyJoules = in.readDouble();
    lossJoules = in.readDouble();
  }
}
