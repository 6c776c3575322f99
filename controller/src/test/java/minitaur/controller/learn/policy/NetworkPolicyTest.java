package minitaur.controller.learn.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import minitaur.controller.learn.PolicySpec;
import minitaur.controller.learn.PolicySpec.Activation;
import minitaur.controller.learn.PolicySpec.Head;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.hal.random.RandomStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The networks have a constant output, so that the expected action is known. */
class NetworkPolicyTest {
  private static final double MEAN = 0.8;
  private static final double LOG_SIGMA = -0.4;

  @Test
  void samplesFromTheSquashedGaussian() {
    NetworkPolicy policy = policy(Head.SQUASHED_GAUSSIAN, 0, noise(), MEAN, LOG_SIGMA);
    RandomStream noise = noise();
    for (int i = 0; i < 100; i++) {
      double expected = Math.tanh(MEAN + Math.exp(LOG_SIGMA) * noise.nextGaussian());
      assertThat(act(policy)).isCloseTo(expected, within(1e-6));
    }
    assertThat(act(policy(Head.SQUASHED_GAUSSIAN, 0, null, MEAN, LOG_SIGMA)))
        .isCloseTo(Math.tanh(MEAN), within(1e-6));
  }

  @Test
  void clipsSamplesOfTheGaussian() {
    NetworkPolicy policy = policy(Head.GAUSSIAN, 0, noise(), MEAN, LOG_SIGMA);
    RandomStream noise = noise();
    int clipped = 0;
    for (int i = 0; i < 100; i++) {
      double sample = MEAN + Math.exp(LOG_SIGMA) * noise.nextGaussian();
      assertThat(act(policy)).isCloseTo(Math.max(-1, Math.min(1, sample)), within(1e-6));
      clipped += Math.abs(sample) > 1 ? 1 : 0;
    }
    assertThat(clipped).isBetween(10, 90);
    assertThat(act(policy(Head.GAUSSIAN, 0, null, 3, LOG_SIGMA))).isEqualTo(1);
  }

  @Test
  void clipsExplorationNoise() {
    NetworkPolicy policy = policy(Head.DETERMINISTIC_TANH, 0.5, noise(), MEAN);
    RandomStream noise = noise();
    int clipped = 0;
    for (int i = 0; i < 100; i++) {
      double sample = Math.tanh(MEAN) + 0.5 * noise.nextGaussian();
      assertThat(act(policy)).isCloseTo(Math.max(-1, Math.min(1, sample)), within(1e-6));
      clipped += Math.abs(sample) > 1 ? 1 : 0;
    }
    assertThat(clipped).isBetween(10, 90);
    assertThat(act(policy(Head.DETERMINISTIC_TANH, 0.5, null, MEAN)))
        .isCloseTo(Math.tanh(MEAN), within(1e-6));
  }

  @Test
  void drawsTheLatentForEachAction() {
    // Weights of the state and the latent, and the bias.
    NetworkPolicy policy = policy(Head.LATENT_TANH, 0, noise(), 0, 0.5, MEAN);
    RandomStream noise = noise();
    for (int i = 0; i < 100; i++) {
      double latent = noise.nextGaussian();
      assertThat(act(policy)).isCloseTo(Math.tanh(MEAN + 0.5 * latent), within(1e-6));
    }
    assertThat(act(policy(Head.LATENT_TANH, 0, null, 0, 0.5, MEAN)))
        .isCloseTo(Math.tanh(MEAN), within(1e-6));
  }

  private static RandomStream noise() {
    return RandomStream.of(1, "noise");
  }

  private static double act(NetworkPolicy policy) {
    float[] action = new float[1];
    policy.act(new float[] {0.3f}, action);
    return action[0];
  }

  /** A network without hidden layers; {@code last} are its last parameters, the others are 0. */
  private static NetworkPolicy policy(
      Head head, double explorationNoise, @Nullable RandomStream noise, double... last) {
    PolicySpec spec = new PolicySpec(1, List.of(), 1, head, Activation.RELU, explorationNoise);
    float[] parameters = new float[spec.parameters()];
    for (int i = 0; i < last.length; i++) {
      parameters[parameters.length - last.length + i] = (float) last[i];
    }
    NetworkPolicy policy = new NetworkPolicy(MatrixBackend.EJML, spec, noise);
    policy.set(1, parameters);
    return policy;
  }
}
