package minitaur.hal.motor;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Thermal model of one motor with two nodes, winding and case, and ambient air.
 *
 * <pre>
 *   C_w dT_w/dt = P - (T_w - T_c) / R_wc
 *   C_c dT_c/dt = (T_w - T_c) / R_wc - (T_c - T_air) / R_ca
 * </pre>
 *
 * <p>Constants: Ghost Robotics' thermal model of the U8 (core 0.4907 K/W, 88.63 J/K; case 1.4339
 * K/W, 481.47 J/K; ambient 22 degC; limit 80 degC). The time constants are 33 s and 918 s.
 */
public final class ThermalModel {
  /** Ambient temperature, degC. */
  public static final double AMBIENT_CELSIUS = 22;

  /** Maximum permitted winding temperature, degC. */
  public static final double LIMIT_CELSIUS = 80;

  /** Thermal resistance from the winding to ambient, K/W. */
  public static final double WINDING_TO_AMBIENT_KELVIN_PER_WATT = 0.4907 + 1.4339;

  // Inverses, because a simulation multiplies by them eight thousand times per second.
  private static final double WINDING_TO_CASE_WATT_PER_KELVIN = 1 / 0.4907;
  private static final double CASE_TO_AIR_WATT_PER_KELVIN = 1 / 1.4339;
  private static final double WINDING_KELVIN_PER_JOULE = 1 / 88.63;
  private static final double CASE_KELVIN_PER_JOULE = 1 / 481.47;
  private static final double CASE_KELVIN_PER_WATT = 1.4339;

  // The system matrix [[-A, A], [B, -D]] of the deviations from the steady state, 1/s, and its
  // eigenvalues.
  private static final double A = WINDING_TO_CASE_WATT_PER_KELVIN * WINDING_KELVIN_PER_JOULE;
  private static final double B = WINDING_TO_CASE_WATT_PER_KELVIN * CASE_KELVIN_PER_JOULE;
  private static final double D =
      (WINDING_TO_CASE_WATT_PER_KELVIN + CASE_TO_AIR_WATT_PER_KELVIN) * CASE_KELVIN_PER_JOULE;
  private static final double ROOT = StrictMath.sqrt((A - D) * (A - D) / 4 + A * B);
  private static final double SLOW_EIGENVALUE = -(A + D) / 2 + ROOT;
  private static final double FAST_EIGENVALUE = -(A + D) / 2 - ROOT;

  private static final int BISECTION_STEPS = 60;

  private double windingCelsius = AMBIENT_CELSIUS;
  private double caseCelsius = AMBIENT_CELSIUS;

  /**
   * Constant heat at which the winding settles at a temperature, W; the inverse of {@link
   * #steadyCelsius}.
   */
  public static double steadyHeat(double celsius) {
    return (celsius - AMBIENT_CELSIUS) / WINDING_TO_AMBIENT_KELVIN_PER_WATT;
  }

  /**
   * Steady-state winding temperature under constant heat, degC.
   *
   * @param heat power lost in the winding, W
   */
  public static double steadyCelsius(double heat) {
    return AMBIENT_CELSIUS + heat * WINDING_TO_AMBIENT_KELVIN_PER_WATT;
  }

  /**
   * Advances by one explicit Euler step, which must be much shorter than 33 s.
   *
   * @param heat power lost in the winding, W
   * @param seconds length of the step
   */
  public void step(double heat, double seconds) {
    double toCase = (windingCelsius - caseCelsius) * WINDING_TO_CASE_WATT_PER_KELVIN;
    double toAir = (caseCelsius - AMBIENT_CELSIUS) * CASE_TO_AIR_WATT_PER_KELVIN;
    windingCelsius += (heat - toCase) * seconds * WINDING_KELVIN_PER_JOULE;
    caseCelsius += (toCase - toAir) * seconds * CASE_KELVIN_PER_JOULE;
  }

  /**
   * Advances by any time under constant heat, with the closed-form solution.
   *
   * @param heat power lost in the winding, W
   * @param seconds at least 0
   */
  public void advance(double heat, double seconds) {
    double steadyCase = AMBIENT_CELSIUS + heat * CASE_KELVIN_PER_WATT;
    double winding = windingCelsius - steadyCelsius(heat);
    double housing = caseCelsius - steadyCase;
    double slow = StrictMath.exp(SLOW_EIGENVALUE * seconds);
    double fast = StrictMath.exp(FAST_EIGENVALUE * seconds);
    windingCelsius = steadyCelsius(heat) + windingDeviation(winding, housing, slow, fast);
    // exp(Mt) = (e^st (M - f I) - e^ft (M - s I)) / (s - f), second row.
    caseCelsius =
        steadyCase
            + (slow * (B * winding - (D + FAST_EIGENVALUE) * housing)
                    - fast * (B * winding - (D + SLOW_EIGENVALUE) * housing))
                / (SLOW_EIGENVALUE - FAST_EIGENVALUE);
  }

  /**
   * Time until the winding reaches a temperature under constant heat, s: 0 if it has already
   * reached it, infinity if the steady state stays below it.
   *
   * @param heat power lost in the winding, W
   */
  public double secondsUntil(double celsius, double heat) {
    if (windingCelsius >= celsius) {
      return 0;
    }
    double steady = steadyCelsius(heat);
    if (steady <= celsius) {
      return Double.POSITIVE_INFINITY;
    }
    double winding = windingCelsius - steady;
    double housing = caseCelsius - AMBIENT_CELSIUS - heat * CASE_KELVIN_PER_WATT;
    double low = 0;
    double high = 1;
    while (steady + windingDeviationAfter(winding, housing, high) < celsius) {
      low = high;
      high *= 2;
    }
    for (int i = 0; i < BISECTION_STEPS; i++) {
      double middle = 0.5 * (low + high);
      if (steady + windingDeviationAfter(winding, housing, middle) < celsius) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /** Sets winding and case to ambient. */
  public void resetToAmbient() {
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

  /** Restores a state written by {@link #save}. */
  public void restore(DataInput in) throws IOException {
    windingCelsius = in.readDouble();
    caseCelsius = in.readDouble();
  }

  private static double windingDeviationAfter(double winding, double housing, double seconds) {
    return windingDeviation(
        winding,
        housing,
        StrictMath.exp(SLOW_EIGENVALUE * seconds),
        StrictMath.exp(FAST_EIGENVALUE * seconds));
  }

  /** First row of exp(Mt) times the deviations from the steady state, K. */
  private static double windingDeviation(double winding, double housing, double slow, double fast) {
    return (slow * (A * housing - (A + FAST_EIGENVALUE) * winding)
            - fast * (A * housing - (A + SLOW_EIGENVALUE) * winding))
        / (SLOW_EIGENVALUE - FAST_EIGENVALUE);
  }
}
