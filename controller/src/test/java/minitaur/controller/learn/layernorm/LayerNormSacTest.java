package minitaur.controller.learn.layernorm;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import minitaur.controller.learn.EnvironmentSpec;
import minitaur.controller.learn.LearnerContext;
import minitaur.controller.learn.TransitionBatch;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.learn.nn.TwoThreads;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayerNormSacTest {
  private static final int BATCH = 27;
  private static final int STATE = 9;
  private static final int ACTION = 3;

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1})
  void oneAndTwoThreadsGiveTheSameBits(double dropout) throws IOException {
    assertThat(bytesAfter(50, 2, dropout)).isEqualTo(bytesAfter(50, 1, dropout));
  }

  private static byte[] bytesAfter(int updates, int threads, double dropout) throws IOException {
    try (TwoThreads workers = new TwoThreads(threads)) {
      LayerNormSac learner = learner(workers, 0, dropout);
      update(learner, updates);
      return bytes(learner);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1})
  void restoredLearnerContinuesWithTheSameBits(double dropout) throws IOException {
    try (TwoThreads workers = new TwoThreads(1)) {
      LayerNormSac original = learner(workers, 0, dropout);
      update(original, 21);
      byte[] saved = bytes(original);
      update(original, 20);
      LayerNormSac restored = learner(workers, 1, dropout);
      restored.restore(new DataInputStream(new ByteArrayInputStream(saved)));
      update(restored, 20);
      assertThat(bytes(restored)).isEqualTo(bytes(original));
      assertThat(restored.updates()).isEqualTo(41);
    }
  }

  @Test
  void updateAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (TwoThreads workers = new TwoThreads(1)) {
      LayerNormSac learner = learner(workers, 0, 0.1);
      TransitionBatch batch = batch();
      for (int i = 0; i < 3000; i++) {
        learner.update(batch);
      }
      long least = Long.MAX_VALUE;
      for (int stretch = 0; stretch < 4; stretch++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 500; i++) {
          learner.update(batch);
        }
        least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
      }
      assertThat(least).isZero();
    }
  }

  @Test
  void policyAndTemperatureMoveOnlyWithEveryDelayedUpdate() {
    try (TwoThreads workers = new TwoThreads(1)) {
      LayerNormSac learner = learner(workers, 0, 0);
      float[] initial = learner.policy().toArray();
      update(learner, 2);
      assertThat(learner.policy().toArray()).isEqualTo(initial);
      update(learner, 1);
      assertThat(learner.policy().toArray()).isNotEqualTo(initial);
      assertThat(learner.deployable()).containsExactly("raw", "averaged");
      float[] averaged = new float[learner.policySpec().parameters()];
      learner.copyDeployable(1, averaged);
      assertThat(averaged).isNotEqualTo(initial).isNotEqualTo(learner.policy().toArray());
    }
  }

  private static void update(LayerNormSac learner, int updates) {
    TransitionBatch batch = batch();
    for (int i = 0; i < updates; i++) {
      learner.update(batch);
    }
  }

  private static byte[] bytes(LayerNormSac learner) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    learner.save(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static LayerNormSac learner(TwoThreads workers, long seed, double dropout) {
    return new LayerNormSac(
        new LayerNormSac.Recipe(
            BATCH,
            16,
            new UpdateSettings(new RateSettings(1e-3, 1e-4, 30), 0.9, 0.01, -0.5, 0.1, 3, 0.9),
            1e-5,
            dropout,
            0.5),
        new LearnerContext(
            new EnvironmentSpec("test", STATE, ACTION, 1, 1, null),
            MatrixBackend.fastest(),
            workers,
            seed));
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
