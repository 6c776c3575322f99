package minitaur.controller.run;

import java.util.List;

/**
 * A row of progress.csv: an evaluation and the state of the learner at that moment. Losses and the
 * like are NaN before the first update.
 *
 * @param step environment steps so far
 * @param updates gradient steps so far
 * @param wallSeconds time since the run began, pauses between resumed parts left out
 * @param evaluationReturnMean mean return of the evaluation's episodes
 * @param evaluationReturnMin smallest return among them
 * @param evaluationReturnMax largest return among them
 * @param evaluationVelocityMean mean forward velocity, m/s
 * @param evaluationFalls how many of them ended by a fall
 * @param walks whether the evaluation counts as walking
 * @param temperature temperature of the learner
 * @param policyEntropy estimate of the policy's entropy, nat
 * @param q1Loss loss of the first Q-function
 * @param q2Loss loss of the second Q-function
 * @param qMean mean of the Q-functions on the last minibatch
 * @param policyLoss loss of the policy
 * @param updatesPerSecond speed of the learner
 * @param environmentStepsPerSecond speed of the run, updates included
 */
public record ProgressRow(
    long step,
    long updates,
    double wallSeconds,
    double evaluationReturnMean,
    double evaluationReturnMin,
    double evaluationReturnMax,
    double evaluationVelocityMean,
    int evaluationFalls,
    boolean walks,
    double temperature,
    double policyEntropy,
    double q1Loss,
    double q2Loss,
    double qMean,
    double policyLoss,
    double updatesPerSecond,
    double environmentStepsPerSecond) {

  /** The table's columns. */
  public static final List<String> COLUMNS =
      List.of(
          "step",
          "updates",
          "wall_seconds",
          "evaluation_return_mean",
          "evaluation_return_min",
          "evaluation_return_max",
          "evaluation_velocity_mean",
          "evaluation_falls",
          "walks",
          "temperature",
          "policy_entropy",
          "q1_loss",
          "q2_loss",
          "q_mean",
          "policy_loss",
          "updates_per_second",
          "environment_steps_per_second");

  /** The values in the order of {@link #COLUMNS}. */
  public List<Object> values() {
    return List.of(
        step,
        updates,
        wallSeconds,
        evaluationReturnMean,
        evaluationReturnMin,
        evaluationReturnMax,
        evaluationVelocityMean,
        evaluationFalls,
        walks,
        temperature,
        policyEntropy,
        q1Loss,
        q2Loss,
        qMean,
        policyLoss,
        updatesPerSecond,
        environmentStepsPerSecond);
  }
}
