package minitaur.controller.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import minitaur.controller.episode.WalkingTask;
import minitaur.controller.learn.EnvironmentSpec;
import minitaur.controller.learn.Learner;
import minitaur.controller.learn.LearnerContext;
import minitaur.controller.learn.MirrorSymmetry;
import minitaur.controller.learn.TransitionBatch;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.learn.nn.TwoThreadExecutor;
import minitaur.controller.learn.paper.PaperSettings;
import minitaur.controller.learn.policy.PolicySymmetrizer;
import minitaur.controller.learn.replay.CompactReplayBuffer;
import minitaur.controller.learn.replay.ReplayRecord;
import minitaur.controller.task.ObservationLayout;
import minitaur.controller.task.PowerBudget;
import minitaur.controller.task.TaskSettings;
import minitaur.hal.random.RandomStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardedLearnerTest {
  private static final int BATCH = 8;
  private static final int ROLL = ObservationLayout.ROLL;

  @TempDir private Path temporary;

  private final TwoThreadExecutor threads = new TwoThreadExecutor(1);
  private final TransitionBatch batch =
      new TransitionBatch(BATCH, ObservationLayout.STATE_SIZE, ObservationLayout.ACTION_SIZE);
  private CompactReplayBuffer replay;
  private Learner sac;
  private GuardedLearner learner;

  @BeforeEach
  void setUp() throws IOException {
    replay = CompactReplayBuffer.open(temporary.resolve("replay.bin"), 1000);
    sac =
        new PaperSettings(
                BATCH,
                8,
                new PaperSettings.Update(3e-4, 0.99, 0.005, -1, true, 1, false),
                1000,
                0,
                1,
                false)
            .create(
                new LearnerContext(
                    WalkingTask.spec(TaskSettings.paper()), MatrixBackend.fastest(), threads, 0));
    learner = guarded(null);
    store(0, 20, 0.5f);
  }

  private GuardedLearner guarded(@Nullable MirrorSymmetry symmetry) {
    return new GuardedLearner(
        sac,
        replay,
        RandomStream.of(0, "batches"),
        batch,
        symmetry,
        RandomStream.of(0, "mirror"),
        PowerBudget.none());
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
      record.observation[ROLL] = 0.5f;
      replay.append(record);
    }
  }

  @Test
  void rollsBackAfterNanWeight() throws IOException {
    for (int i = 0; i < 1000; i++) {
      learner.update();
    }
    float[] good = actingParameters();
    setWeightToNan();
    learner.update();
    assertThat(actingParameters()).isEqualTo(good);
    assertThat(sac.isFinite()).isTrue();
    assertThat(learner.updates()).isEqualTo(1000);
    assertThat(learner.totalUpdates()).isEqualTo(1001);
    learner.update();
    assertThat(learner.metrics().isFinite()).isTrue();
  }

  @Test
  void rollsBackNanWeightBeforeItIsSaved() throws IOException {
    for (int i = 0; i < 1000; i++) {
      learner.update();
    }
    float[] good = actingParameters();
    learner.checkWeights();
    assertThat(learner.updates()).isEqualTo(1000);
    learner.update();
    setWeightToNan();
    learner.checkWeights();
    assertThat(actingParameters()).isEqualTo(good);
    assertThat(sac.isFinite()).isTrue();
  }

  @Test
  void rollsBackNanPolicyBeforeItActs() throws IOException {
    for (int i = 0; i < 1000; i++) {
      learner.update();
    }
    float[] good = actingParameters();
    learner.update();
    setWeightToNan();
    learner.checkPolicy();
    assertThat(actingParameters()).isEqualTo(good);
    assertThat(learner.updates()).isEqualTo(1000);
    learner.checkPolicy();
    assertThat(learner.updates()).isEqualTo(1000);
  }

  @Test
  void addsSymmetricCandidateWithMirroring() {
    EnvironmentSpec walking = WalkingTask.spec(TaskSettings.paper());
    GuardedLearner mirroring = guarded(walking.symmetry());
    assertThat(learner.candidateCount()).isEqualTo(1);
    assertThat(mirroring.candidateCount()).isEqualTo(2);
    assertThat(mirroring.candidate(0).parameters().values()).isEqualTo(actingParameters());
    GuardedLearner.Candidate symmetric = mirroring.candidate(1);
    assertThat(symmetric.name()).isEqualTo("symmetric");
    assertThat(symmetric.spec().hidden()).containsExactly(16, 16);
    assertThat(symmetric.parameters().values())
        .isEqualTo(
            new PolicySymmetrizer(sac.policySpec(), walking.symmetry())
                .symmetrize(actingParameters()));
  }

  private float[] actingParameters() {
    float[] values = new float[sac.policySpec().parameters()];
    sac.copyActingPolicy(values);
    return values;
  }

  /**
   * Replaces a weight of the policy, which is saved directly after the number of updates, by NaN.
   */
  private void setWeightToNan() throws IOException {
    ByteArrayOutputStream saved = new ByteArrayOutputStream();
    sac.save(new DataOutputStream(saved));
    byte[] bytes = saved.toByteArray();
    ByteBuffer.wrap(bytes).putFloat(Long.BYTES + Integer.BYTES + 5 * Float.BYTES, Float.NaN);
    sac.restore(new DataInputStream(new ByteArrayInputStream(bytes)));
  }

  @Test
  void reportsRecordThatCausedDivergence() {
    store(20, 1, Float.POSITIVE_INFINITY);
    store(21, 5, 0.5f);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 2_000; i++) {
                learner.update();
              }
            })
        .isInstanceOf(DivergenceException.class)
        .hasMessageContaining("The most extreme records of the batch: 20 (reward Infinity,");
  }

  @Test
  void throwsAfterConsecutiveRollbacks() {
    // All transitions from here on have infinite rewards.
    store(20, 980, Float.POSITIVE_INFINITY);
    learner.setEpisodes(7);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 10; i++) {
                learner.update();
              }
            })
        .isInstanceOf(DivergenceException.class)
        .hasMessageContaining("diverged (NaN or Inf)")
        .hasMessageContaining("episodes 0 to 6, records 0 to 999 of the replay buffer")
        .hasMessageContaining("The most extreme records of the batch: ")
        .hasMessageContaining(" (reward Infinity, states up to ")
        .hasMessageContaining("learning rate (section learner)");
    assertThat(sac.isFinite()).isTrue();
  }

  @Test
  void countsRollbacksOnlyUntilTheLearnerRecovers() throws IOException {
    for (int episode = 0; episode < 6; episode++) {
      setWeightToNan();
      learner.update();
      for (int i = 0; i < 1000; i++) {
        learner.update();
      }
      assertThat(learner.updates()).isEqualTo(1000 * (episode + 1));
    }
  }

  @Test
  void mirrorsARandomHalfOfEachBatch() {
    GuardedLearner mirroring = guarded(WalkingTask.spec(TaskSettings.paper()).symmetry());
    int mirrored = 0;
    int rows = 0;
    for (int i = 0; i < 200; i++) {
      mirroring.update();
      for (int row = 0; row < BATCH; row++) {
        mirrored += batch.states[row * ObservationLayout.STATE_SIZE + ROLL] < 0 ? 1 : 0;
        rows++;
      }
    }
    assertThat((double) mirrored / rows).isBetween(0.45, 0.55);
    learner.update();
    assertThat(batch.states[ROLL]).isPositive();
  }

  @Test
  void restoredLearnerRepeatsBatchesAndMirroring() throws IOException {
    GuardedLearner mirroring = guarded(WalkingTask.spec(TaskSettings.paper()).symmetry());
    byte[] saved = Checkpoint.bytes(mirroring::save);
    updateTimes(mirroring, 20);
    byte[] expected = Checkpoint.bytes(mirroring::save);
    mirroring.restore(new DataInputStream(new ByteArrayInputStream(saved)));
    updateTimes(mirroring, 20);
    assertThat(Checkpoint.bytes(mirroring::save)).isEqualTo(expected);
  }

  private static void updateTimes(GuardedLearner learner, int updates) {
    for (int i = 0; i < updates; i++) {
      learner.update();
    }
  }
}
