package minitaur.sim.device;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The supply of the motors: a voltage that holds for an episode, and a meter of the energy taken.
 * Energy that a braking motor gives back is not counted: the drivers burn it.
 */
public final class Battery {
  private double voltage;
  private double energyJoules;

  /** Puts in a battery of {@code voltage} V and sets the meter to 0. */
  public void insert(double voltage) {
    this.voltage = voltage;
    energyJoules = 0;
  }

  /**
   * Counts what a motor takes.
   *
   * @param duty of its driver, in [-1, 1]
   * @param current through its winding, A
   * @param seconds for how long
   */
  public void supply(double duty, double current, double seconds) {
    energyJoules += Math.max(0, duty * voltage * current) * seconds;
  }

  /** Voltage, V. */
  public double voltage() {
    return voltage;
  }

  /** Energy taken since the battery was put in, J. */
  public double energyJoules() {
    return energyJoules;
  }

  /** Writes the whole state. */
  public void save(DataOutput out) throws IOException {
    out.writeDouble(voltage);
    out.writeDouble(energyJoules);
  }

  /** Reads a state that {@link #save} wrote. */
  public void restore(DataInput in) throws IOException {
    voltage = in.readDouble();
    energyJoules = in.readDouble();
  }
}
