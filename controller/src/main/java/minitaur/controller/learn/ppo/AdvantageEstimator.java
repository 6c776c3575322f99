package minitaur.controller.learn.ppo;

import minitaur.controller.learn.TransitionBatch;

/**
 * Generalized advantage estimation (Schulman et al. 2016, arXiv 1506.02438, Eq. 16) over a rollout:
 *
 * <pre>
 *   delta_t = r_t + gamma d_t V(s_t+1) - V(s_t),   A_t = delta_t + gamma lambda A_t+1
 * </pre>
 *
 * <p>d is 0 where the episode terminated. A_t+1 is included only where the state of the rollout's
 * next row equals the next state of this row. A truncated row bootstraps from V(s_t+1).
 */
final class AdvantageEstimator {
  private final double discount;
  private final double lambda;

  AdvantageEstimator(double discount, double lambda) {
    this.discount = discount;
    this.lambda = lambda;
  }

  /**
   * @param rollout transitions in chronological order. Not modified.
   * @param values {@code [size]} V(s). Not modified.
   * @param nextValues {@code [size]} V(s'). Not modified.
   * @param advantages {@code [size]} A. Modified.
   * @param returns {@code [size]} A + V(s). Modified.
   */
  void compute(
      TransitionBatch rollout,
      float[] values,
      float[] nextValues,
      float[] advantages,
      float[] returns) {
    double advantage = 0;
    for (int row = rollout.size - 1; row >= 0; row--) {
      double effectiveDiscount = discount * rollout.discounts[row];
      double delta = rollout.rewards[row] + effectiveDiscount * nextValues[row] - values[row];
      advantage =
          hasSuccessor(rollout, row) ? delta + effectiveDiscount * lambda * advantage : delta;
      advantages[row] = (float) advantage;
      returns[row] = (float) (advantage + values[row]);
    }
  }

  private static boolean hasSuccessor(TransitionBatch rollout, int row) {
    if (row + 1 == rollout.size) {
      return false;
    }
    int stateSize = rollout.states.length / rollout.size;
    int start = row * stateSize;
    for (int i = start; i < start + stateSize; i++) {
      if (rollout.nextStates[i] != rollout.states[i + stateSize]) {
        return false;
      }
    }
    return true;
  }
}
