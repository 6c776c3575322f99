package minitaur.controller.learn.paper;

import minitaur.controller.learn.TransitionBatch;

/**
 * Target value of a soft Q-function at (s, a), estimated with one sample of the next action.
 *
 * <p>Paper, Eq. 2, 3 and 6, with the minimum of both target functions (section 6):
 *
 * <pre>
 *   y = r + gamma d (min_i Qbar_i(s', a') - alpha log pi(a'|s'))
 * </pre>
 *
 * <p>d is 0 where the episode terminated, else 1.
 */
final class SoftBellmanTarget {
  private SoftBellmanTarget() {}

  /**
   * @param nextQ1 {@code [batch]} Qbar_1(s', a'). Not modified.
   * @param nextQ2 {@code [batch]} Qbar_2(s', a'). Not modified.
   * @param nextLogLikelihood {@code [batch]} log pi(a'|s'). Not modified.
   * @param target {@code [batch]} y. Modified.
   */
  static void compute(
      TransitionBatch batch,
      float[] nextQ1,
      float[] nextQ2,
      float[] nextLogLikelihood,
      double temperature,
      double discount,
      float[] target) {
    float alpha = (float) temperature;
    float gamma = (float) discount;
    for (int i = 0; i < target.length; i++) {
      float softValue = Math.min(nextQ1[i], nextQ2[i]) - alpha * nextLogLikelihood[i];
      target[i] = batch.rewards[i] + gamma * batch.discounts[i] * softValue;
    }
  }
}
