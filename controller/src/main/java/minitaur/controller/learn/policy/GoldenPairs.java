package minitaur.controller.learn.policy;

import minitaur.controller.learn.PolicySpec;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.hal.random.RandomStream;

/**
 * States with a policy's deterministic actions, for checking other implementations of the policy.
 *
 * @param states {@code [count x inputs]}
 * @param actions {@code [count x actions]}
 */
public record GoldenPairs(float[] states, float[] actions) {
  /** Number of pairs that {@link #of} creates. */
  public static final int COUNT = 8;

  /** Maximum accepted difference of an action component. */
  public static final double TOLERANCE = 1e-5;

  /**
   * Creates pairs for a policy. The states are drawn uniformly from [-1, 1] and are the same for
   * every policy with the same number of inputs.
   *
   * @param parameters {@code [spec.parameters()]}. Not modified, not kept.
   */
  public static GoldenPairs of(PolicySpec spec, float[] parameters) {
    float[] states = new float[COUNT * spec.inputs()];
    RandomStream random = RandomStream.of(0, "golden");
    for (int i = 0; i < states.length; i++) {
      states[i] = (float) random.nextUniform(-1, 1);
    }
    return new GoldenPairs(states, actions(spec, parameters, states));
  }

  /** Maximum difference of an action component from that of a policy; NaN if any is NaN. */
  double difference(PolicySpec spec, float[] parameters) {
    float[] expected = actions(spec, parameters, states);
    double max = 0;
    for (int i = 0; i < expected.length; i++) {
      max = Math.max(max, Math.abs(expected[i] - actions[i]));
    }
    return max;
  }

  private static float[] actions(PolicySpec spec, float[] parameters, float[] states) {
    NetworkPolicy policy = new NetworkPolicy(MatrixBackend.EJML, spec, null);
    policy.set(0, parameters);
    float[] state = new float[spec.inputs()];
    float[] action = new float[spec.actions()];
    int count = states.length / state.length;
    float[] actions = new float[count * action.length];
    for (int pair = 0; pair < count; pair++) {
      System.arraycopy(states, pair * state.length, state, 0, state.length);
      policy.act(state, action);
      System.arraycopy(action, 0, actions, pair * action.length, action.length);
    }
    return actions;
  }
}
