package minitaur.sim.dynamics;

/** Motor model of the reference data: position control at 1 kHz, winding, torque table. */
final class TestMotors {
  private static final double KP = 1;
  private static final double KD = 0.015;
  private static final double SUPPLY = 16;
  private static final double BACK_EMF = 0.0954;
  private static final double RESISTANCE = 0.186;

  /** Torque, Nm, at 0, 10, ... 60 A. */
  private static final double[] TORQUE = {0, 1, 1.9, 2.45, 3, 3.25, 3.5};

  private TestMotors() {}

  /**
   * Computes the torques, {@code [motor]} Nm, that drive the robot toward target angles. Modified:
   * {@code torque}.
   */
  static void drive(MultibodyState state, double[] target, double[] torque) {
    for (int motor = 0; motor < torque.length; motor++) {
      double rate = state.velocity[MultibodyState.FIRST_MOTOR + motor];
      double duty = KP * (target[motor] - state.motorAngle[motor]) - KD * rate;
      duty = Math.max(-1, Math.min(1, duty));
      torque[motor] = torque((SUPPLY * duty - BACK_EMF * rate) / RESISTANCE);
    }
  }

  private static double torque(double current) {
    double position = Math.min(Math.abs(current) / 10, TORQUE.length - 1);
    int below = (int) Math.min(position, TORQUE.length - 2);
    double torque = TORQUE[below] + (position - below) * (TORQUE[below + 1] - TORQUE[below]);
    return current < 0 ? -torque : torque;
  }
}
