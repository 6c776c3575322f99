package minitaur.hal.motor;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Temperature of one motor from the heat in its winding: two nodes, winding and case, and the air
 * around.
 *
 * <pre>
 *   C_w dT_w/dt = P - (T_w - T_c) / R_wc
 *   C_c dT_c/dt = (T_w - T_c) / R_wc - (T_c - T_air) / R_ca
 * </pre>
 *
 * <p>Constants: Ghost Robotics' thermal model of the U8 (core 0.4907 K/W, 88.63 J/K; case 1.4339
 * K/W, 481.47 J/K; ambient 22 degC; limit 80 degC). Steps must stay far below the winding's time
 * constant, 43 s.
 */
public final class ThermalModel {
  /** Air around the motor, degC. */
  public static final double AMBIENT_CELSIUS = 22;

  /** Winding temperature that must not be passed, degC. */
  public static final double LIMIT_CELSIUS = 80;

  private static final double WINDING_TO_CASE = 0.4907;
  private static final double WINDING_CAPACITY = 88.63;
  private static final double CASE_TO_AIR = 1.4339;
  private static final double CASE_CAPACITY = 481.47;

  private double windingCelsius = AMBIENT_CELSIUS;
  private double caseCelsius = AMBIENT_CELSIUS;

  /**
   * Goes forward in time.
   *
   * @param heat power lost in the winding, W
   * @param seconds length of the step
   */
  public void step(double heat, double seconds) {
    double toCase = (windingCelsius - caseCelsius) / WINDING_TO_CASE;
    double toAir = (caseCelsius - AMBIENT_CELSIUS) / CASE_TO_AIR;
    windingCelsius += (heat - toCase) * seconds / WINDING_CAPACITY;
    caseCelsius += (toCase - toAir) * seconds / CASE_CAPACITY;
  }

  /** Everything as warm as the air. */
  public void cool() {
    windingCelsius = AMBIENT_CELSIUS;
    caseCelsius = AMBIENT_CELSIUS;
  }

  /** Temperature of the winding, degC. */
  public double windingCelsius() {
    return windingCelsius;
  }

  /** Temperature of the case, degC. */
  public double caseCelsius() {
    return caseCelsius;
  }

  /** Writes the whole state. */
  public void save(DataOutput out) throws IOException {
    out.writeDouble(windingCelsius);
    out.writeDouble(caseCelsius);
  }

  /** Reads a state that {@link #save} wrote. */
  public void restore(DataInput in) throws IOException {
    windingCelsius = in.readDouble();
    caseCelsius = in.readDouble();
  }
}
