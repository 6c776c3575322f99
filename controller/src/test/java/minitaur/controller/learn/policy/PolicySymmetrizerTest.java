package minitaur.controller.learn.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import minitaur.controller.learn.MirrorSymmetry;
import minitaur.controller.learn.PolicySpec;
import minitaur.controller.learn.TransitionBatch;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicySymmetrizerTest {
  private static final int STATE = 5;
  private static final int ACTION = 3;

  private final MirrorSymmetry symmetry =
      new MirrorSymmetry(
          new int[] {1, 0, 2, 4, 3},
          new int[] {1, 1, -1, -1, -1},
          new int[] {1, 0, 2},
          new int[] {1, 1, -1});
  private final RandomStream random = RandomStream.of(0, "symmetric");

  private float[] draw(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static float[] act(PolicySpec spec, float[] parameters, float[] state) {
    NetworkPolicy policy = new NetworkPolicy(MatrixBackend.fastest(), spec, null);
    policy.set(1, parameters);
    float[] action = new float[ACTION];
    policy.act(state, action);
    return action;
  }

  private TransitionBatch mirror(float[] state, float[] action) {
    TransitionBatch row = new TransitionBatch(1, STATE, ACTION);
    System.arraycopy(state, 0, row.states, 0, STATE);
    System.arraycopy(action, 0, row.actions, 0, ACTION);
    symmetry.mirror(row, 0);
    return row;
  }

  private static double atanh(float action) {
    return Math.log((1 + action) / (1 - action)) / 2;
  }

  @ParameterizedTest
  @EnumSource(
      value = PolicySpec.Head.class,
      names = {"SQUASHED_GAUSSIAN", "DETERMINISTIC_TANH", "LATENT_TANH"})
  void averagesPolicyAndItsMirrorImage(PolicySpec.Head head) {
    PolicySpec spec = new PolicySpec(STATE, List.of(4, 6), ACTION, head);
    float[] parameters = draw(spec.parameters());
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] *= 0.3f;
    }
    PolicySymmetrizer symmetric = new PolicySymmetrizer(spec, symmetry);
    float[] symmetricParameters = symmetric.symmetrize(parameters);
    for (int trial = 0; trial < 20; trial++) {
      float[] state = draw(STATE);
      float[] action = act(spec, parameters, state);
      float[] mirroredState = mirror(state, action).states;
      float[] mirroredPolicyAction = mirror(state, act(spec, parameters, mirroredState)).actions;
      float[] actual = act(symmetric.spec(), symmetricParameters, state);
      float[] actualAtMirroredState = act(symmetric.spec(), symmetricParameters, mirroredState);
      float[] mirroredActual = mirror(state, actual).actions;
      for (int i = 0; i < ACTION; i++) {
        assertThat(atanh(actual[i]))
            .isCloseTo((atanh(action[i]) + atanh(mirroredPolicyAction[i])) / 2, within(1e-4));
        assertThat(actualAtMirroredState[i]).isCloseTo(mirroredActual[i], within(1e-5f));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void supportsNetworksOfAnyDepth(int layers) {
    PolicySpec spec =
        new PolicySpec(
            STATE, List.of(7, 4, 5).subList(0, layers), ACTION, PolicySpec.Head.DETERMINISTIC_TANH);
    PolicySymmetrizer symmetric = new PolicySymmetrizer(spec, symmetry);
    float[] symmetricParameters = symmetric.symmetrize(draw(spec.parameters()));
    float[] state = draw(STATE);
    float[] action = act(symmetric.spec(), symmetricParameters, state);
    TransitionBatch mirrored = mirror(state, action);
    float[] actionAtMirroredState = act(symmetric.spec(), symmetricParameters, mirrored.states);
    for (int i = 0; i < ACTION; i++) {
      assertThat(actionAtMirroredState[i]).isCloseTo(mirrored.actions[i], within(1e-5f));
    }
  }

  @Test
  void mirrorsLatents() {
    PolicySpec spec = new PolicySpec(STATE, List.of(4), ACTION, PolicySpec.Head.LATENT_TANH);
    PolicySymmetrizer symmetric = new PolicySymmetrizer(spec, symmetry);
    float[] symmetricParameters = symmetric.symmetrize(draw(spec.parameters()));
    // The same network with the latents as components of the state.
    PolicySpec network =
        new PolicySpec(
            STATE + ACTION, symmetric.spec().hidden(), ACTION, PolicySpec.Head.DETERMINISTIC_TANH);
    float[] state = draw(STATE);
    float[] latent = draw(ACTION);
    TransitionBatch mirrored = mirror(state, latent);
    float[] action = act(network, symmetricParameters, join(state, latent));
    float[] mirroredAction = mirror(state, action).actions;
    float[] actual = act(network, symmetricParameters, join(mirrored.states, mirrored.actions));
    for (int i = 0; i < ACTION; i++) {
      assertThat(actual[i]).isCloseTo(mirroredAction[i], within(1e-5f));
    }
  }

  private static float[] join(float[] first, float[] second) {
    float[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  @Test
  void mirrorsExplorationNoise() {
    PolicySpec spec = new PolicySpec(STATE, List.of(4), ACTION, PolicySpec.Head.SQUASHED_GAUSSIAN);
    float[] parameters = new float[spec.parameters()];
    int logSigma = parameters.length - ACTION;
    parameters[logSigma] = 1;
    parameters[logSigma + 1] = 3;
    parameters[logSigma + 2] = -2;
    float[] symmetricParameters = new PolicySymmetrizer(spec, symmetry).symmetrize(parameters);
    assertThat(symmetricParameters[symmetricParameters.length - 3]).isEqualTo(2);
    assertThat(symmetricParameters[symmetricParameters.length - 2]).isEqualTo(2);
    assertThat(symmetricParameters[symmetricParameters.length - 1])
        .as("standard deviations keep their sign")
        .isEqualTo(-2);
  }

  @Test
  void rejectsSymmetryOfOtherEnvironment() {
    PolicySpec spec = new PolicySpec(4, List.of(4), 2, PolicySpec.Head.SQUASHED_GAUSSIAN);
    assertThatThrownBy(() -> new PolicySymmetrizer(spec, symmetry))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("5 state and 3 action components for a policy with 4 and 2");
  }
}
