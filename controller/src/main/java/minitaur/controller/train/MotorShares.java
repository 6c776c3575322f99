package minitaur.controller.train;

import minitaur.controller.learn.TransitionBatch;
import minitaur.controller.task.ObservationLayout;
import minitaur.controller.task.TaskSettings;
import minitaur.hal.Motor;
import minitaur.hal.motor.PdController;
import minitaur.hal.motor.TorqueCurve;

/**
 * Which share of the power of a transition each motor turns into heat. The current of a motor
 * follows from its target and its mean angle and velocity over the step, by the law of the position
 * control and the resistance and back-EMF of the winding; heat grows with its square. Allocates
 * nothing.
 */
final class MotorShares {
  private static final double SUPPLY_VOLTS = 16;

  private final TaskSettings task;
  private final int stateSize;
  private final int actionSize;
  private final float[] action = new float[ObservationLayout.ACTION];
  private final double[] targets = new double[Motor.COUNT];

  /**
   * @param like a batch of the sizes that are given later. Not modified, not kept.
   */
  MotorShares(TaskSettings task, TransitionBatch like) {
    this.task = task;
    stateSize = like.states.length / like.size;
    actionSize = like.actions.length / like.size;
  }

  /**
   * Finds the shares in a transition.
   *
   * @param batch Not modified.
   * @param row which of its transitions
   * @param shares {@code [8]} in the order of {@link Motor}, sum 1; all the same where no motor has
   *     a current. Modified.
   */
  void of(TransitionBatch batch, int row, double[] shares) {
    System.arraycopy(batch.actions, row * actionSize, action, 0, action.length);
    task.actionMap().toMotorAngles(action, targets);
    double rate = task.timing().policyRateHz();
    double sum = 0;
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      int at = row * stateSize + ObservationLayout.MOTOR_ANGLES + motor;
      double before = batch.states[at];
      double after = batch.nextStates[at];
      double velocity = (after - before) * rate;
      double duty =
          PdController.duty(
              task.gains().kp(), task.gains().kd(), targets[motor], (before + after) / 2, velocity);
      double current =
          (duty * SUPPLY_VOLTS - TorqueCurve.BACK_EMF * velocity) / TorqueCurve.RESISTANCE;
      shares[motor] = current * current;
      sum += shares[motor];
    }
    for (int motor = 0; motor < Motor.COUNT; motor++) {
      shares[motor] = sum > 0 ? shares[motor] / sum : 1.0 / Motor.COUNT;
    }
  }
}
