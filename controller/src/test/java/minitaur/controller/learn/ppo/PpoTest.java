package minitaur.controller.learn.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import minitaur.controller.learn.EnvironmentSpec;
import minitaur.controller.learn.LearnerContext;
import minitaur.controller.learn.TransitionBatch;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.learn.nn.TwoThreadExecutor;
import minitaur.controller.learn.policy.NetworkPolicy;
import minitaur.hal.random.RandomStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PpoTest {
  private static final int ROLLOUT = 64;
  private static final int STATE = 4;
  private static final int ACTION = 2;
  private static final double INITIAL_LOG_SIGMA = -0.5;

  private final TwoThreadExecutor threads = new TwoThreadExecutor(1);

  @AfterEach
  void close() {
    threads.close();
  }

  @Test
  void updateTakesOneStepPerEpochOnTheWholeRollout() {
    Ppo learner = learner(ROLLOUT, 3, 0);
    learner.update(rollout());
    Ppo expected = learner(ROLLOUT, 3, 0);
    stepInOrder(expected, 3);
    assertThat(learner.policy.toArray())
        .usingComparatorWithPrecision(1e-5f)
        .containsExactly(expected.policy.toArray());
    assertThat(learner.value.toArray())
        .usingComparatorWithPrecision(1e-5f)
        .containsExactly(expected.value.toArray());
    assertThat(learner.policy.toArray()).isNotEqualTo(learner(ROLLOUT, 3, 0).policy.toArray());
  }

  /** Takes steps on all rows of the rollout, in chronological order. */
  private static void stepInOrder(Ppo learner, int steps) {
    TransitionBatch rollout = rollout();
    learner.estimateAdvantages(rollout);
    float[] advantages = learner.rolloutAdvantages.clone();
    float[] returns = learner.rolloutReturns.clone();
    float[] logLikelihood = logLikelihood(learner, rollout);
    for (int i = 0; i < steps; i++) {
      System.arraycopy(rollout.states, 0, learner.stateRows, 0, rollout.states.length);
      System.arraycopy(rollout.actions, 0, learner.actions, 0, rollout.actions.length);
      System.arraycopy(advantages, 0, learner.advantages, 0, ROLLOUT);
      System.arraycopy(returns, 0, learner.returns, 0, ROLLOUT);
      System.arraycopy(logLikelihood, 0, learner.oldLogLikelihood, 0, ROLLOUT);
      learner.step();
    }
  }

  private static float[] logLikelihood(Ppo learner, TransitionBatch rollout) {
    NetworkPolicy mean = policy(learner, null);
    float[] result = new float[ROLLOUT];
    float[] action = new float[ACTION];
    for (int row = 0; row < ROLLOUT; row++) {
      mean.act(Arrays.copyOfRange(rollout.states, row * STATE, (row + 1) * STATE), action);
      for (int i = 0; i < ACTION; i++) {
        result[row] +=
            (float)
                ClippedGaussian.logLikelihood(
                    rollout.actions[row * ACTION + i], action[i], INITIAL_LOG_SIGMA);
      }
    }
    return result;
  }

  private static NetworkPolicy policy(Ppo learner, @Nullable RandomStream noise) {
    float[] parameters = new float[learner.policySpec().parameters()];
    learner.copyActingPolicy(parameters);
    NetworkPolicy policy = new NetworkPolicy(MatrixBackend.EJML, learner.policySpec(), noise);
    policy.set(1, parameters);
    return policy;
  }

  @Test
  void shufflesTheRolloutIntoMinibatches() {
    assertThat(afterUpdate(16, 0)).isEqualTo(afterUpdate(16, 0)).isNotEqualTo(afterUpdate(16, 1));
  }

  private float[] afterUpdate(int minibatch, long shuffleSeed) {
    Ppo learner = learner(minibatch, 1, 0);
    Ppo shuffled = learner(minibatch, 1, shuffleSeed);
    shuffled.policy.set(learner.policy);
    shuffled.value.set(learner.value);
    shuffled.update(rollout());
    return shuffled.policy.toArray();
  }

  @Test
  void advantagesEndAtATerminationEvenIfTheNextEpisodeBeginsInTheSameState() {
    TransitionBatch rollout = rollout();
    Arrays.fill(rollout.states, 0);
    Arrays.fill(rollout.nextStates, 0);
    rollout.discounts[5] = 0;
    Ppo learner = learner(ROLLOUT, 1, 0);
    learner.estimateAdvantages(rollout);
    assertThat(learner.rolloutAdvantages[5])
        .isCloseTo(rollout.rewards[5] - learner.rolloutValuePass.output[5], within(1e-6f));
    assertThat(learner.rolloutAdvantages[4])
        .isCloseTo(
            (float)
                (rollout.rewards[4]
                    + 0.9 * learner.rolloutValuePass.output[5]
                    - learner.rolloutValuePass.output[4]
                    + 0.9 * 0.8 * learner.rolloutAdvantages[5]),
            within(1e-6f));
  }

  @Test
  void schedulesExactlyOneUpdatePerRollout() {
    PpoSettings defaults = PpoSettings.defaults();
    for (int rolloutSteps = 2; rolloutSteps < 3000; rolloutSteps++) {
      PpoSettings settings = new PpoSettings(rolloutSteps, rolloutSteps, 8, 0, defaults.update());
      for (long rollouts : new long[] {1, 2, 3, 1000}) {
        long steps = rollouts * rolloutSteps;
        assertThat((long) (steps * settings.updatesPerStep())).isEqualTo(rollouts);
        assertThat((long) ((steps - 1) * settings.updatesPerStep())).isEqualTo(rollouts - 1);
      }
    }
  }

  @Test
  void actingPolicySamplesWithTheLearnedDeviation() {
    Ppo learner = learner(ROLLOUT, 1, 0);
    learner.logSigma.write(0, new float[] {-2, -1}, 0, ACTION);
    float[] state = {0.1f, -0.2f, 0.3f, 0.4f};
    float[] mean = new float[ACTION];
    policy(learner, null).act(state, mean);
    float[] sample = new float[ACTION];
    policy(learner, RandomStream.of(3, "noise")).act(state, sample);
    RandomStream noise = RandomStream.of(3, "noise");
    for (int i = 0; i < ACTION; i++) {
      double sigma = Math.exp(i - 2);
      assertThat((double) sample[i])
          .isCloseTo(mean[i] + sigma * noise.nextGaussian(), within(1e-6));
    }
  }

  @Test
  void reportsEntropyAndClippedShare() {
    Ppo learner = learner(ROLLOUT, 1, 0);
    learner.update(rollout());
    // The first step changes log sigma by the learning rate; its ratios are 1.
    double entropy = ACTION * (INITIAL_LOG_SIGMA + 0.5 * Math.log(2 * Math.PI * Math.E));
    assertThat(learner.metrics().value("entropy")).isCloseTo(entropy, within(2.1e-3));
    assertThat(learner.metrics().value("clipped_share")).isZero();
    Ppo clipping = learner(ROLLOUT, 60, 0);
    clipping.update(rollout());
    assertThat(clipping.metrics().value("clipped_share")).isBetween(0.01, 0.99);
  }

  private Ppo learner(int minibatch, int epochs, long seed) {
    return new Ppo(
        new PpoSettings(
            ROLLOUT,
            minibatch,
            8,
            INITIAL_LOG_SIGMA,
            new UpdateSettings(1e-3, epochs, 0.9, 0.8, 0.2, 0.5)),
        new LearnerContext(
            new EnvironmentSpec("test", STATE, ACTION, 1, 1, null),
            MatrixBackend.EJML,
            threads,
            seed));
  }

  private static TransitionBatch rollout() {
    TransitionBatch rollout = new TransitionBatch(ROLLOUT, STATE, ACTION);
    RandomStream random = RandomStream.of(1, "rollout");
    for (float[] values :
        new float[][] {rollout.states, rollout.nextStates, rollout.actions, rollout.rewards}) {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextUniform(-1, 1);
      }
    }
    for (int i = 0; i < rollout.actions.length; i++) {
      rollout.actions[i] = Math.max(-1, Math.min(1, 1.5f * rollout.actions[i]));
    }
    Arrays.fill(rollout.discounts, 1);
    return rollout;
  }
}
