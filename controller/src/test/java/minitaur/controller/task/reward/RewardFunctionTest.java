package minitaur.controller.task.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import minitaur.controller.task.PhysicalLimits;
import minitaur.hal.random.RandomStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RewardFunctionTest {
  private static final Offset<Double> CLOSE = within(1e-6);
  private static final float[] ONES = {1, 1, 1, 1, 1, 1, 1, 1};

  private final RewardFunction function = RewardFunction.nominal();
  private final RewardTermValues terms = new RewardTermValues();
  private final StepOutcome step = new StepOutcome();

  /** All legs at extension 2 and swing 0, trunk level. */
  private static float[] standing() {
    float[] observation = new float[12];
    Arrays.fill(observation, 0, 8, 2f);
    return observation;
  }

  private double reward(double velocity, float[] nextObservation) {
    return reward(function, velocity, nextObservation);
  }

  private double reward(RewardFunction rewardFunction, double velocity, float[] nextObservation) {
    step.velocityMetresPerSec = velocity;
    System.arraycopy(nextObservation, 0, step.nextObservation, 0, 12);
    return rewardFunction.evaluate(step, terms);
  }

  @Test
  void standingStillHasZeroReward() {
    assertThat(reward(0, standing())).isZero();
  }

  @Test
  void rewardIsWithinBoundsForPhysicalStates() {
    RewardFunction combined =
        function
            .with(new EnergyTerm(2))
            .with(new ActionRateTerm(0.7))
            .with(new UprightTerm(0.3))
            .with(new ForwardVelocityTerm(2, 0.5));
    RandomStream random = RandomStream.of(0, "bounds");
    double min = 0;
    double max = 0;
    for (int i = 0; i < 20_000; i++) {
      step.velocityMetresPerSec = random.nextUniform(-10, 10);
      step.powerWatts = random.nextUniform(-1, 1) * PhysicalLimits.MAX_POWER;
      for (float[] action : List.of(step.action, step.previousAction, step.actionBeforePrevious)) {
        for (int j = 0; j < action.length; j++) {
          action[j] = random.nextLong() < 0 ? -1 : 1;
        }
      }
      for (int j = 0; j < step.nextObservation.length; j++) {
        double limit = PhysicalLimits.maxObservation(j);
        step.nextObservation[j] = (float) random.nextUniform(-limit, limit);
      }
      double reward = combined.evaluate(step, terms);
      min = Math.min(min, reward);
      max = Math.max(max, reward);
    }
    assertThat(min).isBetween(combined.min(), 0.6 * combined.min());
    assertThat(max).isBetween(0.6 * combined.max(), combined.max());
    assertThat(function.max()).isEqualTo(1);
  }

  @Test
  void velocityIsClippedToOneMetrePerSecond() {
    assertThat(reward(0.32, standing())).isCloseTo(0.32, CLOSE);
    assertThat(reward(-0.4, standing())).isCloseTo(-0.4, CLOSE);
    assertThat(reward(3, standing())).isEqualTo(1);
    assertThat(reward(-3, standing())).isEqualTo(-1);
    assertThat(terms.value("forward_velocity")).isEqualTo(-1);
  }

  @Test
  void pitchIsPenalizedInBothDirections() {
    float[] observation = standing();
    observation[9] = 0.2f;
    assertThat(reward(0, observation)).isCloseTo(-0.1, CLOSE);
    observation[9] = -0.2f;
    assertThat(reward(0, observation)).isCloseTo(-0.1, CLOSE);
    observation[9] = 0;
    observation[8] = 0.5f;
    assertThat(reward(0, observation)).as("roll has no penalty").isZero();
  }

  @Test
  void accelerationIsTheMeanAbsoluteSecondDifference() {
    float[] now = {1, 0, 0, 0, 0, 0, 0, -1};
    float[] before = {0.5f, 0, 0, 0, 0, 0, 0, 1};
    float[] twoBefore = {-1, 0, 0, 0, 0, 0.25f, 0, 0};
    // 1 - 1 - 1 = -1; 0.25; -1 - 2 = -3: the mean of the magnitudes is 4.25 / 8.
    step.advance(twoBefore);
    step.advance(before);
    step.advance(now);
    reward(0, standing());
    assertThat(terms.value("action_acceleration")).isCloseTo(-0.1 * 4.25 / 8, CLOSE);
    assertThat(terms.total()).isEqualTo(terms.value("action_acceleration"));
  }

  @Test
  void linearlyChangingActionHasNoPenalty() {
    float[] now = {0.9f, 0, 0, 0, 0, 0, 0, 0};
    float[] before = {0.6f, 0, 0, 0, 0, 0, 0, 0};
    float[] twoBefore = {0.3f, 0, 0, 0, 0, 0, 0, 0};
    step.advance(twoBefore);
    step.advance(before);
    step.advance(now);
    reward(0, standing());
    assertThat(terms.value("action_acceleration")).isCloseTo(0, CLOSE);
  }

  @Test
  void actionsBeforeFirstStepAreZero() {
    step.advance(ONES);
    step.advance(ONES);
    step.clearActions();
    step.advance(ONES);
    reward(0, standing());
    assertThat(terms.value("action_acceleration")).isCloseTo(-0.1, CLOSE);
  }

  @Test
  void tuckedFrontLegIsPenalizedBeyondTheThreshold() {
    float[] observation = standing();
    // Front-left: rear motor 0, front motor 1. Swing (1.6 - 2.4) / 2 = -0.4: foot behind the hip.
    observation[0] = 1.6f;
    observation[1] = 2.4f;
    assertThat(reward(0, observation)).isCloseTo(-0.1, CLOSE);
    // Front-right is mirrored: rear motor 5, front motor 4. Swing (1.4 - 2.6) / 2 = -0.6.
    observation[5] = 1.4f;
    observation[4] = 2.6f;
    assertThat(reward(0, observation)).isCloseTo(-0.1 - 0.3, CLOSE);
    assertThat(terms.value("front_leg_fold")).isCloseTo(-0.4, CLOSE);
  }

  @Test
  void frontLegWithinTheThresholdHasNoPenalty() {
    float[] observation = standing();
    observation[0] = 2.6f;
    observation[1] = 1.4f;
    observation[5] = 1.75f;
    observation[4] = 2.25f;
    assertThat(reward(0, observation)).isZero();
  }

  @Test
  void tuckedBackLegHasNoPenalty() {
    float[] observation = standing();
    observation[2] = 1.2f;
    observation[3] = 2.8f;
    observation[7] = 1.2f;
    observation[6] = 2.8f;
    assertThat(reward(0, observation)).isZero();
  }

  @Test
  void rewardIsTheSumOfItsTerms() {
    float[] observation = standing();
    observation[9] = -0.4f;
    observation[0] = 1.6f;
    observation[1] = 2.4f;
    step.advance(ONES);
    double reward = reward(0.5, observation);
    assertThat(reward).isCloseTo(0.5 - 0.1 - 0.2 - 0.1, CLOSE);
    double sum = 0;
    for (double value : terms.values) {
      sum += value;
    }
    assertThat(reward).isEqualTo(sum);
  }

  @Test
  void eachWeightScalesItsOwnTerm() {
    float[] observation = standing();
    observation[9] = 0.1f;
    observation[0] = 1.5f;
    observation[1] = 2.5f;
    step.advance(ONES);
    step.powerWatts = 250;
    reward(
        new RewardFunction(
            List.of(
                new ForwardVelocityTerm(2, 0.25),
                new ActionAccelerationTerm(3),
                new PitchTerm(5),
                new FrontLegFoldTerm(7, 0.4),
                new EnergyTerm(0.2),
                new ActionRateTerm(11),
                new UprightTerm(13))),
        0.5,
        observation);
    assertThat(terms.value("forward_velocity")).isCloseTo(0.5, CLOSE);
    assertThat(terms.value("action_acceleration")).isCloseTo(-3, CLOSE);
    assertThat(terms.value("pitch")).isCloseTo(-0.5, CLOSE);
    assertThat(terms.value("front_leg_fold")).isCloseTo(-0.7, CLOSE);
    assertThat(terms.value("energy")).isCloseTo(-0.5, CLOSE);
    assertThat(terms.value("action_rate")).isCloseTo(-11, CLOSE);
    assertThat(terms.value("upright")).isCloseTo(13 * Math.cos(0.1), CLOSE);
  }

  @Test
  void energyIsProportionalToThePower() {
    step.powerWatts = 1350;
    RewardFunction withEnergyTerm = function.with(new EnergyTerm(0.06));
    assertThat(reward(withEnergyTerm, 1, standing())).isCloseTo(1 - 0.06 * 13.5, CLOSE);
    assertThat(reward(function, 1, standing())).as("off by default").isEqualTo(1);
  }

  @Test
  void actionRateIsTheMeanSquaredChange() {
    step.advance(new float[] {0.5f, 0, 0, 0, 0, 0, 0, 1});
    step.advance(new float[] {1, 0, 0, 0, 0, 0, 0, -1});
    // Without the acceleration term: 0.25 + 4 over 8 actions.
    RewardFunction withActionRateTerm =
        function.with(new ActionAccelerationTerm(0)).with(new ActionRateTerm(2));
    assertThat(reward(withActionRateTerm, 0, standing())).isCloseTo(-2 * 4.25 / 8, CLOSE);
  }

  @Test
  void uprightBonusDecreasesWithRollAndPitch() {
    RewardFunction withUprightTerm = function.with(new PitchTerm(0)).with(new UprightTerm(0.5));
    float[] observation = standing();
    assertThat(reward(withUprightTerm, 0, observation)).isEqualTo(0.5);
    observation[8] = -0.3f;
    observation[9] = 0.4f;
    assertThat(reward(withUprightTerm, 0, observation))
        .isCloseTo(0.5 * Math.cos(0.3) * Math.cos(0.4), CLOSE);
  }

  @Test
  void termsAreNamedInTheOrderOfTheirValues() {
    assertThat(RewardTermValues.NAMES)
        .containsExactly(
            "forward_velocity",
            "action_acceleration",
            "pitch",
            "front_leg_fold",
            "energy",
            "action_rate",
            "upright");
  }

  @Test
  void evaluationAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = 1;
    for (int i = 0; i < 20_000; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      step.advance(ONES);
      function.evaluate(step, terms);
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
    }
    assertThat(allocated).isZero();
  }

  @Test
  void rejectsInvalidSettingsByName() {
    assertThatThrownBy(() -> new ForwardVelocityTerm(-1, 1))
        .hasMessageContaining("forwardVelocity is -1.0")
        .hasMessageContaining("0 to 1000");
    assertThatThrownBy(() -> new ForwardVelocityTerm(1, 0))
        .hasMessageContaining("forwardVelocityLimit is 0.0");
    assertThatThrownBy(() -> new ActionAccelerationTerm(Double.NaN))
        .hasMessageContaining("actionAcceleration is NaN");
    assertThatThrownBy(() -> new PitchTerm(Double.POSITIVE_INFINITY))
        .hasMessageContaining("pitch is Infinity");
    assertThatThrownBy(() -> new FrontLegFoldTerm(-2, 0.3))
        .hasMessageContaining("frontLegFold is -2.0");
    assertThatThrownBy(() -> new FrontLegFoldTerm(1, 2))
        .hasMessageContaining("frontLegFoldThreshold is 2.0")
        .hasMessageContaining("0 to 1.5");
    assertThatThrownBy(() -> new EnergyTerm(-0.1)).hasMessageContaining("energy is -0.1");
    assertThatThrownBy(() -> new ActionRateTerm(1001)).hasMessageContaining("actionRate is 1001.0");
    assertThatThrownBy(() -> new UprightTerm(-1)).hasMessageContaining("upright is -1.0");
  }

  @Test
  void forwardVelocityIsClippedToItsLimitInBothDirections() {
    RewardFunction slow = function.with(new ForwardVelocityTerm(2, 0.5));
    assertThat(reward(slow, 3, standing())).isCloseTo(1, CLOSE);
    assertThat(reward(slow, -3, standing())).isCloseTo(-1, CLOSE);
  }

  @Test
  void boundsOfActionTermsAreReached() {
    Arrays.fill(step.action, 1);
    Arrays.fill(step.previousAction, -1);
    Arrays.fill(step.actionBeforePrevious, 1);
    RewardTerm acceleration = new ActionAccelerationTerm(0.1);
    RewardTerm rate = new ActionRateTerm(0.3);
    assertThat(acceleration.value(step)).isCloseTo(acceleration.min(), CLOSE);
    assertThat(rate.value(step)).isCloseTo(rate.min(), CLOSE);
  }
}
