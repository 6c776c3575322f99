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
import minitaur.controller.episode.WalkingTask;
import minitaur.controller.learn.LearnerMetrics;
import minitaur.controller.learn.TransitionBatch;
import minitaur.controller.learn.replay.ReplayBuffer;
import minitaur.controller.learn.replay.ReplayRecord;
import minitaur.controller.task.ActionMap;
import minitaur.controller.task.EpisodeTiming;
import minitaur.controller.task.ObservationLayout;
import minitaur.controller.task.PositionGains;
import minitaur.controller.task.PowerBudget;
import minitaur.controller.task.TaskSettings;
import minitaur.controller.task.reward.RewardFunction;
import minitaur.hal.Motor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PowerConstraintTest {
  private static final int ROWS = 4;
  private static final int MEASURED = 1000;
  private static final PowerBudget BUDGET = new PowerBudget(300, 0.02, 150, 500);
  private static final TaskSettings TASK =
      new TaskSettings(
          EpisodeTiming.nominal(),
          ActionMap.nominal(),
          PositionGains.nominal(),
          0,
          0.05,
          RewardFunction.nominal(),
          BUDGET);

  @TempDir private Path temporary;
  private ReplayBuffer replay;
  private LearnerMetrics metrics;
  private PowerConstraint constraint;

  @BeforeEach
  void setUp() throws IOException {
    replay = ReplayBuffer.open(temporary.resolve("replay.bin"), 100_000);
    metrics = new LearnerMetrics();
    constraint = new PowerConstraint(TASK, replay, batch(0), null, metrics);
  }

  @AfterEach
  void tearDown() throws IOException {
    replay.close();
  }

  private static TransitionBatch batch(float power) {
    TransitionBatch batch =
        new TransitionBatch(ROWS, ObservationLayout.STATE, ObservationLayout.ACTION);
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

  /** The weight after as many dual steps as {@code episodes} of 1,000 steps bring. */
  private double weightAfter(int episodes, float reward, float power) {
    for (int episode = 0; episode < 10 * episodes; episode++) {
      store(100, reward, power);
      constraint.apply(batch(power));
    }
    return metrics.value("power_weight");
  }

  @Test
  void leavesRewardsAloneWithoutAGait() {
    assertEquals(0, weightAfter(3, 0, 1400));
    TransitionBatch batch = batch(1400);
    constraint.apply(batch);
    assertArrayEquals(new float[] {1, 1, 1, 1}, batch.rewards);
  }

  @Test
  void raisesTheWeightAtTheRateOfTheBudgetAboveTwiceTheBudget() {
    store(MEASURED, 1, 1400);
    constraint.apply(batch(1400));
    double before = metrics.value("power_weight");
    assertEquals(0.02, weightAfter(1, 1, 1400) - before, 1e-9);
  }

  @Test
  void raisesTheWeightInProportionToASmallExcess() {
    store(MEASURED, 1, 360);
    constraint.apply(batch(360));
    double before = metrics.value("power_weight");
    assertEquals(0.2 * 0.02, weightAfter(1, 1, 360) - before, 1e-9);
  }

  @Test
  void lowersTheWeightWithinTheBudget() {
    weightAfter(4, 1, 1400);
    double high = weightAfter(1, 1, 240);
    assertTrue(weightAfter(1, 1, 240) < high);
  }

  @Test
  void givesUpTheWeightWhenTheGaitIsGivenUp() {
    assertTrue(weightAfter(4, 1, 1400) > 0);
    assertEquals(0, weightAfter(2, 0, 160));
  }

  @Test
  void keepsTheGaitWorthMoreThanStanding() {
    double weight = weightAfter(60, 0.5f, 700);
    double gait = 1.1 * 0.5 - weight * (0.8 * 700 - BUDGET.standingWatts()) / 100;
    assertTrue(gait > 0, "without the noise of the exploration");
    assertEquals(1.4 * 0.5 / 5.5, weight, 1e-6);
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

  /** A transition in which only one motor is away from its target. */
  private static void heatOnly(int motor, float[] observation) {
    double[] targets = new double[Motor.COUNT];
    TASK.actionMap().toMotorAngles(new float[ObservationLayout.ACTION], targets);
    for (int each = 0; each < Motor.COUNT; each++) {
      double away = each == motor ? 0.2 : 0;
      observation[ObservationLayout.MOTOR_ANGLES + each] = (float) (targets[each] - away);
    }
  }

  private void storeHeatOf(int motor, int count, float power) {
    ReplayRecord record = new ReplayRecord();
    record.kind = ReplayRecord.Kind.TRANSITION;
    record.reward = 1;
    record.power = power;
    heatOnly(motor, record.observation);
    for (int step = 0; step < count; step++) {
      record.step = step;
      replay.append(record);
    }
  }

  @Test
  void loadOfOneHotMotorIsManyTimesThePower() {
    storeHeatOf(3, MEASURED, 200);
    constraint.apply(batch(200));
    assertEquals(200, metrics.value("newest_power"), 1e-3);
    assertEquals(200 * 8 / Math.pow(8, 0.125), metrics.value("newest_load"), 0.1);
  }

  @Test
  void penalizesHeatOfTheHotMotorAndNotOfACoolOne() {
    for (int episode = 0; episode < 30; episode++) {
      storeHeatOf(3, 100, 1400);
      constraint.apply(batch(1400));
    }
    double weight = metrics.value("power_weight");
    TransitionBatch batch = batch(1400);
    float[] observation = new float[ObservationLayout.OBSERVATION];
    for (int row = 0; row < ROWS; row++) {
      heatOnly(row == 0 ? 3 : 4, observation);
      int at = row * ObservationLayout.STATE;
      System.arraycopy(observation, 0, batch.states, at, observation.length);
      System.arraycopy(observation, 0, batch.nextStates, at, observation.length);
    }
    constraint.apply(batch);
    double hot = 1400 * 8 / Math.pow(8, 0.125);
    assertEquals(1 - weight * (hot - BUDGET.offsetWatts()) / 100, batch.rewards[0], 1e-2);
    assertEquals(1 + weight * BUDGET.offsetWatts() / 100, batch.rewards[1], 1e-2);
  }

  @Test
  void mirroredMotorsCountAlike() {
    PowerConstraint mirrored =
        new PowerConstraint(
            TASK, replay, batch(0), WalkingTask.spec(TASK).symmetry(), new LearnerMetrics());
    storeHeatOf(Motor.FRONT_LEFT_L.ordinal(), MEASURED, 1400);
    for (int episode = 0; episode < 30; episode++) {
      storeHeatOf(Motor.FRONT_LEFT_L.ordinal(), 100, 1400);
      mirrored.apply(batch(1400));
    }
    TransitionBatch batch = batch(1400);
    float[] observation = new float[ObservationLayout.OBSERVATION];
    for (int row = 0; row < ROWS; row++) {
      heatOnly((row == 0 ? Motor.FRONT_LEFT_L : Motor.FRONT_RIGHT_R).ordinal(), observation);
      int at = row * ObservationLayout.STATE;
      System.arraycopy(observation, 0, batch.states, at, observation.length);
      System.arraycopy(observation, 0, batch.nextStates, at, observation.length);
    }
    mirrored.apply(batch);
    assertEquals(batch.rewards[0], batch.rewards[1], 1e-3);
    assertTrue(batch.rewards[0] < 0);
  }

  @Test
  void continuesAfterARestore() throws IOException {
    weightAfter(5, 1, 1400);
    ByteArrayOutputStream saved = new ByteArrayOutputStream();
    constraint.save(new DataOutputStream(saved));
    PowerConstraint other = new PowerConstraint(TASK, replay, batch(0), null, new LearnerMetrics());
    other.restore(new DataInputStream(new ByteArrayInputStream(saved.toByteArray())));
    TransitionBatch expected = batch(900);
    TransitionBatch actual = batch(900);
    constraint.apply(expected);
    other.apply(actual);
    assertArrayEquals(expected.rewards, actual.rewards);
  }
}
