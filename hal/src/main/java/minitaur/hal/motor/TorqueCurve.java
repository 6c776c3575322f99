package minitaur.hal.motor;

/**
 * Saturating current-torque curve of the motor. Source: PyBullet's Minitaur motor model: 0, 10, ...
 * 60 A produce 0, 1.0, 1.9, 2.45, 3.0, 3.25, 3.5 Nm, with linear interpolation.
 */
public final class TorqueCurve {
  /** Torque constant and back-EMF constant, Nm/A and V s/rad. */
  public static final double BACK_EMF = 0.0954;

  /** Resistance of the winding, ohm. */
  public static final double RESISTANCE = 0.186;

  private static final double STEP_AMPERE = 10;
  private static final double[] TORQUE = {0, 1.0, 1.9, 2.45, 3.0, 3.25, 3.5};

  private TorqueCurve() {}

  /** Current that produces a torque of at least 0, A; the end of the curve for larger torques. */
  public static double current(double torque) {
    for (int i = 1; i < TORQUE.length; i++) {
      if (torque <= TORQUE[i]) {
        return STEP_AMPERE * (i - 1 + (torque - TORQUE[i - 1]) / (TORQUE[i] - TORQUE[i - 1]));
      }
    }
    return STEP_AMPERE * (TORQUE.length - 1);
  }

  /** Max torque, Nm. */
  public static double maxTorque() {
    return TORQUE[TORQUE.length - 1];
  }
}
