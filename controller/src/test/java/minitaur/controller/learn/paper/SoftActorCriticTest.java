package minitaur.controller.learn.paper;

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
import minitaur.controller.learn.nn.TwoThreadExecutor;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.Test;

class SoftActorCriticTest {
  private static final int BATCH = 32;
  private static final int STATE = 9;
  private static final int ACTION = 3;

  @Test
  void oneAndTwoThreadsAreBitIdentical() throws IOException {
    assertThat(stateAfterUpdates(50, 2)).isEqualTo(stateAfterUpdates(50, 1));
  }

  private static byte[] stateAfterUpdates(int updates, int threads) throws IOException {
    try (TwoThreadExecutor workers = new TwoThreadExecutor(threads)) {
      SoftActorCritic learner = learner(workers, 0);
      update(learner, updates);
      return saveToBytes(learner);
    }
  }

  @Test
  void restoredLearnerContinuesBitIdentically() throws IOException {
    try (TwoThreadExecutor workers = new TwoThreadExecutor(1)) {
      SoftActorCritic original = learner(workers, 0);
      update(original, 20);
      byte[] saved = saveToBytes(original);
      update(original, 20);
      SoftActorCritic restored = learner(workers, 1);
      restored.restore(new DataInputStream(new ByteArrayInputStream(saved)));
      update(restored, 20);
      assertThat(saveToBytes(restored)).isEqualTo(saveToBytes(original));
      assertThat(restored.updates()).isEqualTo(40);
    }
  }

  @Test
  void updateAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (TwoThreadExecutor workers = new TwoThreadExecutor(1)) {
      SoftActorCritic learner = learner(workers, 0);
      TransitionBatch batch = batch();
      for (int i = 0; i < 3000; i++) {
        learner.update(batch);
      }
      long minBytes = Long.MAX_VALUE;
      for (int round = 0; round < 4; round++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 500; i++) {
          learner.update(batch);
        }
        minBytes = Math.min(minBytes, threads.getCurrentThreadAllocatedBytes() - before);
      }
      assertThat(minBytes).isZero();
    }
  }

  @Test
  void automaticTemperatureReachesTargetEntropy() {
    try (TwoThreadExecutor workers = new TwoThreadExecutor(1)) {
      SoftActorCritic learner = learner(workers, 0);
      TransitionBatch batch = batch();
      double entropy = 0;
      for (int i = 0; i < 6000; i++) {
        learner.update(batch);
        entropy = i < 5500 ? 0 : entropy + learner.metrics().value("entropy") / 500;
      }
      assertThat(entropy).isBetween(-ACTION - 0.5, -ACTION + 0.5);
    }
  }

  @Test
  void fixedTemperatureIsConstant() {
    try (TwoThreadExecutor workers = new TwoThreadExecutor(1)) {
      PaperSettings fixed =
          new PaperSettings(
              BATCH,
              16,
              new PaperSettings.Update(1e-3, 0.9, 0.01, -1, false, 0.2, false),
              1000,
              0,
              1,
              false);
      SoftActorCritic learner = learner(workers, 0, fixed);
      learner.update(batch());
      for (int i = 0; i < 100; i++) {
        learner.update(batch());
      }
      assertThat(learner.metrics().value("temperature")).isEqualTo(Math.exp(Math.log(0.2)));
    }
  }

  private static void update(SoftActorCritic learner, int updates) {
    TransitionBatch batch = batch();
    for (int i = 0; i < updates; i++) {
      learner.update(batch);
    }
  }

  private static byte[] saveToBytes(SoftActorCritic learner) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    learner.save(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static PaperSettings settings() {
    return new PaperSettings(
        BATCH,
        16,
        new PaperSettings.Update(1e-3, 0.9, 0.01, -1, true, 1, false),
        1000,
        0,
        1,
        false);
  }

  private static SoftActorCritic learner(TwoThreadExecutor workers, long seed) {
    return learner(workers, seed, settings());
  }

  private static SoftActorCritic learner(
      TwoThreadExecutor workers, long seed, PaperSettings settings) {
    return new SoftActorCritic(
        settings,
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
