package minitaur.controller.episode;

import minitaur.hal.Motor;
import minitaur.hal.RobotState;
import minitaur.hal.motor.TorqueCurve;

/**
 * Electrical energy used by the motors since the start of an episode: the robot's own measurement
 * or, if it has none, the integral of {@link #powerWatts} over the control steps.
 */
public final class EnergyMeter {
  private double startJoules;
  private double integratedJoules;
  private long previousNanos;
  private boolean hasPrevious;

  /** Resets the energy to zero at the next state. */
  void reset() {
    hasPrevious = false;
    integratedJoules = 0;
  }

  /**
   * Adds a control tick.
   *
   * @param state Not modified.
   * @param nowNanos time of the tick
   * @return energy since the start of the episode, J; NaN if the robot measures neither energy nor
   *     torque
   */
  double update(RobotState state, long nowNanos) {
    if (!hasPrevious) {
      startJoules = state.energyJoules;
    } else {
      integratedJoules += powerWatts(state) * 1e-9 * (nowNanos - previousNanos);
    }
    hasPrevious = true;
    previousNanos = nowNanos;
    double measured = state.energyJoules - startJoules;
    return Double.isNaN(measured) ? integratedJoules : measured;
  }

  /**
   * Electrical power by the motor model, W: sum over the motors of max(0, (I R + Ke w) I), with I
   * the current for the measured torque.
   *
   * @param state Not modified.
   */
  public static double powerWatts(RobotState state) {
    double sum = 0;
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      double current = current(state.motorTorqueNm[motor]);
      double backEmf = TorqueCurve.BACK_EMF * state.motorVelocityRadPerSec[motor];
      sum += Math.max(0, (current * TorqueCurve.RESISTANCE + backEmf) * current);
    }
    return sum;
  }

  /**
   * Heat in a winding by the motor model, W.
   *
   * @param torque of the motor, Nm
   */
  public static double heatWatts(double torque) {
    double current = current(torque);
    return current * current * TorqueCurve.RESISTANCE;
  }

  private static double current(double torque) {
    return Double.isNaN(torque)
        ? Double.NaN
        : Math.copySign(TorqueCurve.current(Math.abs(torque)), torque);
  }
}
