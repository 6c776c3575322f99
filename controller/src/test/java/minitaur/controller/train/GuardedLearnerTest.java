package minitaur.controller.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import minitaur.controller.learn.TransitionBatch;
import minitaur.controller.learn.nn.InputScaling;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.learn.nn.TwoThreads;
import minitaur.controller.learn.replay.ReplayBuffer;
import minitaur.controller.learn.replay.ReplayRecord;
import minitaur.controller.learn.sac.SacSettings;
import minitaur.controller.learn.sac.SoftActorCritic;
import minitaur.controller.task.ObservationLayout;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardedLearnerTest {
  private static final int BATCH = 8;

  @TempDir private Path temporary;

  private final TwoThreads threads = new TwoThreads(1);
  private ReplayBuffer replay;
  private SoftActorCritic sac;
  private GuardedLearner learner;

  @BeforeEach
  void setUp() throws IOException {
    replay = ReplayBuffer.open(temporary.resolve("replay.bin"), 1000);
    sac =
        new SoftActorCritic(
            MatrixBackend.fastest(),
            new SacSettings(BATCH, 8, 3e-4, 0.99, 0.005, -8, true, 1),
            InputScaling.identity(ObservationLayout.STATE),
            ObservationLayout.ACTION,
            RandomStream.of(0, "weights"),
            RandomStream.of(0, "noise"),
            threads);
    learner =
        new GuardedLearner(
            sac,
            replay,
            RandomStream.of(0, "batches"),
            new TransitionBatch(BATCH, ObservationLayout.STATE, ObservationLayout.ACTION));
    store(0, 20, 0.5f);
  }

  @AfterEach
  void tearDown() throws IOException {
    replay.close();
    threads.close();
  }

  private void store(int first, int count, float reward) {
    ReplayRecord record = new ReplayRecord();
    for (int step = first; step < first + count; step++) {
      record.step = step;
      record.kind = ReplayRecord.Kind.TRANSITION;
      record.reward = reward;
      record.observation[0] = step * 0.01f;
      replay.append(record);
    }
  }

  @Test
  void spoiledWeightIsTakenBackToTheLastGoodState() {
    for (int i = 0; i < 1000; i++) {
      learner.update();
    }
    float[] good = sac.policy().toArray();
    float[] spoiled = good.clone();
    spoiled[5] = Float.NaN;
    sac.policy().set(spoiled);
    learner.update();
    assertThat(sac.policy().toArray()).isEqualTo(good);
    assertThat(sac.isFinite()).isTrue();
    assertThat(learner.updates()).isEqualTo(1000);
    assertThat(learner.taken()).isEqualTo(1001);
    learner.update();
    assertThat(learner.statistics().isFinite()).isTrue();
  }

  @Test
  void giveUpWithAnExplanationWhenGoingBackDoesNotHelp() {
    // Every transition from here on is poison.
    store(20, 980, Float.POSITIVE_INFINITY);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 10; i++) {
                learner.update();
              }
            })
        .isInstanceOf(DivergenceException.class)
        .hasMessageContaining("stopped being finite")
        .hasMessageContaining("sac.learningRate");
    assertThat(sac.isFinite()).isTrue();
  }
}
