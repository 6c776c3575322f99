package minitaur.sim.device;

/**
 * Quasi-static model of a direct-drive motor with its driver:
 *
 * <pre>
 *   voltage = duty supply
 *   current = (voltage - Ke velocity) / R
 *   torque  = sign(current) table(|current|)
 * </pre>
 *
 * <p>The table is interpolated linearly and constant above its last point (magnetic saturation).
 * Constants are those of PyBullet's Minitaur (Ke 0.0954 V s/rad, R 0.186 ohm), as in the nominal
 * model. Inductance and friction are not modeled.
 */
public final class MotorModel {
  /** Back-EMF constant, V s/rad. */
  public static final double BACK_EMF = 0.0954;

  /** Winding resistance, ohm. */
  public static final double RESISTANCE = 0.186;

  private static final double TABLE_STEP_AMPERE = 10;
  private static final double[] TABLE_NM = {0, 1.0, 1.9, 2.45, 3.0, 3.25, 3.5};

  private MotorModel() {}

  /**
   * Winding current, A; positive extends the leg.
   *
   * @param duty duty cycle in [-1, 1]
   * @param supply battery voltage, V
   * @param velocity velocity of the motor, rad/s
   */
  public static double current(double duty, double supply, double velocity) {
    return (duty * supply - BACK_EMF * velocity) / RESISTANCE;
  }

  /** Torque on the upper link, Nm, at {@code current}, A. */
  public static double torque(double current) {
    double magnitude = Math.abs(current) / TABLE_STEP_AMPERE;
    int row = (int) magnitude;
    double torque =
        row >= TABLE_NM.length - 1
            ? TABLE_NM[TABLE_NM.length - 1]
            : TABLE_NM[row] + (magnitude - row) * (TABLE_NM[row + 1] - TABLE_NM[row]);
    return Math.copySign(torque, current);
  }

  /** Heat dissipated in the winding, W, at {@code current}, A. */
  public static double heat(double current) {
    return current * current * RESISTANCE;
  }
}
