package minitaur.controller.learn.layernorm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import minitaur.controller.learn.EnvironmentSpec;
import minitaur.controller.learn.LearnerContext;
import minitaur.controller.learn.TransitionBatch;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.learn.nn.MlpPass;
import minitaur.controller.learn.nn.TwoThreadExecutor;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.Test;

class LayerNormSacTest {
  private static final int BATCH = 27;
  private static final int STATE = 9;
  private static final int HIDDEN = 16;
  private static final int ACTION = 3;

  @Test
  void updatesPolicyOnlyEveryPolicyDelay() {
    try (TwoThreadExecutor workers = new TwoThreadExecutor(1)) {
      LayerNormSac learner = learner(workers);
      float[] initial = learner.policy.parameters.toArray();
      update(learner, 2);
      assertThat(learner.policy.parameters.toArray()).isEqualTo(initial);
      update(learner, 1);
      assertThat(learner.policy.parameters.toArray()).isNotEqualTo(initial);
      assertThat(learner.deployablePolicies()).containsExactly("raw", "averaged");
      float[] averaged = new float[learner.policySpec().parameters()];
      learner.copyDeployablePolicy(1, averaged);
      assertThat(averaged).isNotEqualTo(initial).isNotEqualTo(learner.policy.parameters.toArray());
    }
  }

  @Test
  void everyUpdateDrawsItsNoiseAndMasks() {
    try (TwoThreadExecutor workers = new TwoThreadExecutor(1)) {
      LayerNormSac learner = learner(workers, 0.1);
      LayerNormSac staleNoise = learner(workers, 0.1);
      for (int update = 0; update < 3; update++) {
        Arrays.fill(staleNoise.firstHalfNext.gaussian.noise, 3);
        Arrays.fill(staleNoise.secondHalfNext.gaussian.noise, 3);
        Arrays.fill(staleNoise.sample.gaussian.noise, 3);
        dropAll(staleNoise.q1);
        dropAll(staleNoise.q2);
        update(staleNoise, 1);
        update(learner, 1);
        assertThat(staleNoise.target).isEqualTo(learner.target);
      }
      assertThat(staleNoise.policy.parameters.toArray())
          .isEqualTo(learner.policy.parameters.toArray());
    }
  }

  private static void dropAll(Critic critic) {
    for (MlpPass pass : List.of(critic.nextPass, critic.dataPass, critic.policyPass)) {
      pass.setDropout(0, new boolean[BATCH * HIDDEN]);
      pass.setDropout(1, new boolean[BATCH * HIDDEN]);
    }
  }

  private static void update(LayerNormSac learner, int updates) {
    TransitionBatch batch = batch();
    for (int i = 0; i < updates; i++) {
      learner.update(batch);
    }
  }

  private static LayerNormSac learner(TwoThreadExecutor workers) {
    return learner(workers, 0);
  }

  private static LayerNormSac learner(TwoThreadExecutor workers, double dropout) {
    return new LayerNormSac(
        new LayerNormSac.Hyperparameters(
            BATCH,
            HIDDEN,
            new UpdateSettings(new RateSettings(1e-3, 1e-4, 30), 0.9, 0.01, -0.5, 0.1, 3, 0.9),
            1e-5,
            dropout,
            0.5),
        new LearnerContext(
            new EnvironmentSpec("test", STATE, ACTION, 1, 1, null),
            MatrixBackend.fastest(),
            workers,
            0));
  }

  private static TransitionBatch batch() {
    RandomStream random = RandomStream.of(5, "batch");
    TransitionBatch batch = new TransitionBatch(BATCH, STATE, ACTION);
    fill(batch.states, random);
    fill(batch.nextStates, random);
    fill(batch.actions, random);
    fill(batch.rewards, random);
    Arrays.fill(batch.discounts, 1);
    return batch;
  }

  private static void fill(float[] values, RandomStream random) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextUniform(-1, 1);
    }
  }
}
