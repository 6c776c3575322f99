package minitaur.controller.learn.td3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import minitaur.controller.learn.EnvironmentSpec;
import minitaur.controller.learn.ExperienceSettings;
import minitaur.controller.learn.LearnerContext;
import minitaur.controller.learn.TransitionBatch;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.learn.nn.TwoThreadExecutor;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.Test;

class Td3Test {
  private static final int BATCH = 6;
  private static final double NOISE = 0.2;
  private static final double CLIP = 0.5;

  @Test
  void clipsTargetNoise() {
    float bound = (float) (CLIP / NOISE);
    assertThat(targetWithNoise(100)).isEqualTo(targetWithNoise(bound));
    assertThat(targetWithNoise(-100)).isEqualTo(targetWithNoise(-bound));
    assertThat(targetWithNoise(1)).isNotEqualTo(targetWithNoise(bound));
  }

  @Test
  void updatesPolicyAndTargetsEveryPolicyDelay() {
    try (TwoThreadExecutor threads = new TwoThreadExecutor(1)) {
      Td3 learner = learner(threads);
      float[] policy = learner.policy.parameters.toArray();
      float[] target = learner.critics.get(1).target.toArray();
      learner.update(batch());
      assertThat(learner.policy.parameters.toArray()).isEqualTo(policy);
      assertThat(learner.critics.get(1).target.toArray()).isEqualTo(target);
      learner.update(batch());
      assertThat(learner.policy.parameters.toArray()).isNotEqualTo(policy);
      assertThat(learner.critics.get(1).target.toArray()).isNotEqualTo(target);
    }
  }

  @Test
  void drawsStandardNormalNoiseForEachUpdate() {
    try (TwoThreadExecutor threads = new TwoThreadExecutor(1)) {
      Td3 learner = learner(threads);
      double sum = 0;
      double squares = 0;
      int count = 0;
      for (int update = 0; update < 200; update++) {
        learner.update(batch());
        for (float each : learner.targetNoise) {
          sum += each;
          squares += each * each;
          count++;
        }
      }
      assertThat(sum / count).isCloseTo(0, within(0.1));
      assertThat(squares / count).isCloseTo(1, within(0.1));
    }
  }

  private static float[] targetWithNoise(float noise) {
    try (TwoThreadExecutor threads = new TwoThreadExecutor(1)) {
      Td3 learner = learner(threads);
      Arrays.fill(learner.targetNoise, noise);
      learner.updateWithNoise(batch());
      return learner.target;
    }
  }

  private static Td3 learner(TwoThreadExecutor threads) {
    return new Td3(
        new Td3Settings(
            BATCH,
            8,
            1,
            new ExperienceSettings(0, 1, 1000),
            false,
            0.1,
            new UpdateSettings(1e-3, 0.99, 0.005, 2, NOISE, CLIP)),
        2,
        context(threads));
  }

  private static LearnerContext context(TwoThreadExecutor threads) {
    return new LearnerContext(
        new EnvironmentSpec("test", 4, 2, 1, 1, null), MatrixBackend.EJML, threads, 0);
  }

  private static TransitionBatch batch() {
    TransitionBatch batch = new TransitionBatch(BATCH, 4, 2);
    RandomStream random = RandomStream.of(1, "batch");
    for (float[] values : new float[][] {batch.states, batch.nextStates, batch.actions}) {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextUniform(-0.5, 0.5);
      }
    }
    Arrays.fill(batch.discounts, 1);
    return batch;
  }
}
