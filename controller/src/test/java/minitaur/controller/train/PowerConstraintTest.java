package minitaur.controller.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import minitaur.controller.learn.LearnerMetrics;
import minitaur.controller.learn.TransitionBatch;
import minitaur.controller.learn.replay.CompactReplayBuffer;
import minitaur.controller.learn.replay.ReplayRecord;
import minitaur.controller.task.ObservationLayout;
import minitaur.controller.task.PowerBudget;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PowerConstraintTest {
  private static final int ROWS = 4;
  private static final int MEASURED_TRANSITIONS = 1000;
  private static final PowerBudget BUDGET = new PowerBudget(300, 0, 0.02, 150, 500);

  @TempDir private Path temporary;
  private CompactReplayBuffer replay;
  private LearnerMetrics metrics;
  private PowerConstraint constraint;

  @BeforeEach
  void setUp() throws IOException {
    replay = CompactReplayBuffer.open(temporary.resolve("replay.bin"), 100_000);
    metrics = new LearnerMetrics();
    constraint = new PowerConstraint(BUDGET, replay, batch(0), metrics);
  }

  @AfterEach
  void tearDown() throws IOException {
    replay.close();
  }

  private static TransitionBatch batch(float power) {
    TransitionBatch batch =
        new TransitionBatch(ROWS, ObservationLayout.STATE_SIZE, ObservationLayout.ACTION_SIZE);
    Arrays.fill(batch.rewards, 1);
    Arrays.fill(batch.powers, power);
    return batch;
  }

  private void store(int count, float reward, float power) {
    ReplayRecord record = new ReplayRecord();
    for (int step = 0; step < count; step++) {
      record.step = step;
      record.kind = ReplayRecord.Kind.TRANSITION;
      record.reward = reward;
      record.power = power;
      replay.append(record);
    }
  }

  /** The weight after the dual steps of {@code episodes} episodes of 1,000 steps. */
  private double weightAfter(int episodes, float reward, float power) {
    for (int episode = 0; episode < 10 * episodes; episode++) {
      store(100, reward, power);
      constraint.apply(batch(power));
    }
    return metrics.value("power_weight");
  }

  @Test
  void keepsRewardsUnchangedWithoutGait() {
    assertEquals(0, weightAfter(3, 0, 1400));
    TransitionBatch batch = batch(1400);
    constraint.apply(batch);
    assertArrayEquals(new float[] {1, 1, 1, 1}, batch.rewards);
  }

  @Test
  void weightRateSaturatesAtTwiceTheBudget() {
    store(MEASURED_TRANSITIONS, 1, 1400);
    constraint.apply(batch(1400));
    double before = metrics.value("power_weight");
    assertEquals(0.02, weightAfter(1, 1, 1400) - before, 1e-9);
  }

  @Test
  void weightRateIsProportionalToExcess() {
    store(MEASURED_TRANSITIONS, 1, 360);
    constraint.apply(batch(360));
    double before = metrics.value("power_weight");
    assertEquals(0.2 * 0.02, weightAfter(1, 1, 360) - before, 1e-9);
  }

  @Test
  void lowersWeightWithinBudget() {
    weightAfter(4, 1, 1400);
    double high = weightAfter(1, 1, 240);
    assertTrue(weightAfter(1, 1, 240) < high);
  }

  @Test
  void weightReturnsToZeroWithoutReward() {
    assertTrue(weightAfter(4, 1, 1400) > 0);
    assertEquals(0, weightAfter(2, 0, 160));
  }

  @Test
  void limitsWeightBelowRewardOfWalking() {
    double weight = weightAfter(60, 0.5f, 700);
    double withoutExploration = 1.25 * 0.5;
    assertTrue(withoutExploration > weight * (700 - BUDGET.standingWatts()) / 100);
    assertEquals(1.2 * 0.5 / 5.5, weight, 1e-6);
  }

  @Test
  void penalizesPowerAboveTheOffsetAndRewardsPowerBelow() {
    double weight = weightAfter(5, 1, 1400);
    TransitionBatch batch = batch(700);
    batch.powers[0] = 300;
    constraint.apply(batch);
    assertEquals(1 + weight * 2, batch.rewards[0], 1e-6);
    assertEquals(1 - weight * 2, batch.rewards[1], 1e-6);
  }

  @Test
  void restoredConstraintMatchesOriginal() throws IOException {
    weightAfter(5, 1, 1400);
    ByteArrayOutputStream saved = new ByteArrayOutputStream();
    constraint.save(new DataOutputStream(saved));
    PowerConstraint other = new PowerConstraint(BUDGET, replay, batch(0), new LearnerMetrics());
    other.restore(new DataInputStream(new ByteArrayInputStream(saved.toByteArray())));
    TransitionBatch expected = batch(900);
    TransitionBatch actual = batch(900);
    constraint.apply(expected);
    other.apply(actual);
    assertArrayEquals(expected.rewards, actual.rewards);
  }

  @Test
  void weightFallsAtMostAtTheRate() {
    double high = weightAfter(4, 1, 1400);
    store(MEASURED_TRANSITIONS, 1, 0);
    constraint.apply(batch(0));
    double before = metrics.value("power_weight");
    assertTrue(before < high);
    assertEquals(-0.02, weightAfter(1, 1, 0) - before, 1e-9);
  }

  @Test
  void weightRateCountsAllRecordsOfACollectorsEpisode() {
    store(MEASURED_TRANSITIONS, 1, 1400);
    constraint.apply(batch(1400));
    double before = metrics.value("power_weight");
    store(99, 1, 1400);
    constraint.apply(batch(1400));
    assertEquals(before, metrics.value("power_weight"));
    store(402, 1, 1400);
    constraint.apply(batch(1400));
    assertEquals(0.5 * 0.02, metrics.value("power_weight") - before, 1e-9);
  }
}
