package minitaur.controller.task.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RewardFunctionTest {
  private static final Offset<Double> CLOSE = within(1e-6);
  private static final float[] NO_ACTION = new float[8];

  private final RewardFunction function = new RewardFunction(RewardWeights.nominal());
  private final RewardTerms terms = new RewardTerms();

  /** All legs at extension 2 and swing 0, trunk level. */
  private static float[] standing() {
    float[] observation = new float[12];
    Arrays.fill(observation, 0, 8, 2f);
    return observation;
  }

  private double reward(double velocity, float[] nextObservation) {
    return function.evaluate(velocity, NO_ACTION, NO_ACTION, NO_ACTION, nextObservation, terms);
  }

  @Test
  void standingStillEarnsNothing() {
    assertThat(reward(0, standing())).isZero();
  }

  @Test
  void velocityIsRewardedUpToOneMetreASecondEitherWay() {
    assertThat(reward(0.32, standing())).isCloseTo(0.32, CLOSE);
    assertThat(reward(-0.4, standing())).isCloseTo(-0.4, CLOSE);
    assertThat(reward(3, standing())).isEqualTo(1);
    assertThat(reward(-3, standing())).isEqualTo(-1);
    assertThat(terms.forwardVelocity).isEqualTo(-1);
  }

  @Test
  void pitchIsPunishedEitherWay() {
    float[] observation = standing();
    observation[9] = 0.2f;
    assertThat(reward(0, observation)).isCloseTo(-0.1, CLOSE);
    observation[9] = -0.2f;
    assertThat(reward(0, observation)).isCloseTo(-0.1, CLOSE);
    observation[9] = 0;
    observation[8] = 0.5f;
    assertThat(reward(0, observation)).as("roll is free").isZero();
  }

  @Test
  void accelerationIsTheMeanAbsoluteSecondDifference() {
    float[] now = {1, 0, 0, 0, 0, 0, 0, -1};
    float[] before = {0.5f, 0, 0, 0, 0, 0, 0, 1};
    float[] twoBefore = {-1, 0, 0, 0, 0, 0.25f, 0, 0};
    // 1 - 1 - 1 = -1; 0.25; -1 - 2 = -3: the mean of the magnitudes is 4.25 / 8.
    function.evaluate(0, now, before, twoBefore, standing(), terms);
    assertThat(terms.actionAcceleration).isCloseTo(-0.1 * 4.25 / 8, CLOSE);
    assertThat(terms.total()).isEqualTo(terms.actionAcceleration);
  }

  @Test
  void aSteadilyGrowingActionIsNotPunished() {
    float[] now = {0.9f, 0, 0, 0, 0, 0, 0, 0};
    float[] before = {0.6f, 0, 0, 0, 0, 0, 0, 0};
    float[] twoBefore = {0.3f, 0, 0, 0, 0, 0, 0, 0};
    function.evaluate(0, now, before, twoBefore, standing(), terms);
    assertThat(terms.actionAcceleration).isCloseTo(0, CLOSE);
  }

  @Test
  void theFirstActionCountsFromZero() {
    float[] ones = {1, 1, 1, 1, 1, 1, 1, 1};
    function.evaluate(0, ones, NO_ACTION, NO_ACTION, standing(), terms);
    assertThat(terms.actionAcceleration).isCloseTo(-0.1, CLOSE);
  }

  @Test
  void aFrontFootFoldedBackIsPunishedFromThreeTenths() {
    float[] observation = standing();
    // Front-left: rear motor 0, front motor 1. Swing (1.6 - 2.4) / 2 = -0.4: foot behind the hip.
    observation[0] = 1.6f;
    observation[1] = 2.4f;
    assertThat(reward(0, observation)).isCloseTo(-0.1, CLOSE);
    // Front-right is mirrored: rear motor 5, front motor 4. Swing (1.4 - 2.6) / 2 = -0.6.
    observation[5] = 1.4f;
    observation[4] = 2.6f;
    assertThat(reward(0, observation)).isCloseTo(-0.1 - 0.3, CLOSE);
    assertThat(terms.frontLegFold).isCloseTo(-0.4, CLOSE);
  }

  @Test
  void aFrontFootForwardOrSlightlyBackIsFree() {
    float[] observation = standing();
    observation[0] = 2.6f;
    observation[1] = 1.4f;
    observation[5] = 1.75f;
    observation[4] = 2.25f;
    assertThat(reward(0, observation)).isZero();
  }

  @Test
  void backLegsMayFold() {
    float[] observation = standing();
    observation[2] = 1.2f;
    observation[3] = 2.8f;
    observation[7] = 1.2f;
    observation[6] = 2.8f;
    assertThat(reward(0, observation)).isZero();
  }

  @Test
  void theRewardIsTheSumOfItsTerms() {
    float[] observation = standing();
    observation[9] = -0.4f;
    observation[0] = 1.6f;
    observation[1] = 2.4f;
    float[] ones = {1, 1, 1, 1, 1, 1, 1, 1};
    double reward = function.evaluate(0.5, ones, NO_ACTION, NO_ACTION, observation, terms);
    assertThat(reward).isCloseTo(0.5 - 0.1 - 0.2 - 0.1, CLOSE);
    assertThat(reward)
        .isEqualTo(
            terms.forwardVelocity + terms.actionAcceleration + terms.pitch + terms.frontLegFold);
  }

  @Test
  void eachWeightScalesItsOwnTerm() {
    float[] observation = standing();
    observation[9] = 0.1f;
    observation[0] = 1.5f;
    observation[1] = 2.5f;
    float[] ones = {1, 1, 1, 1, 1, 1, 1, 1};
    new RewardFunction(new RewardWeights(2, 0.25, 3, 5, 7, 0.4))
        .evaluate(0.5, ones, NO_ACTION, NO_ACTION, observation, terms);
    assertThat(terms.forwardVelocity).isCloseTo(0.5, CLOSE);
    assertThat(terms.actionAcceleration).isCloseTo(-3, CLOSE);
    assertThat(terms.pitch).isCloseTo(-0.5, CLOSE);
    assertThat(terms.frontLegFold).isCloseTo(-0.7, CLOSE);
  }

  @Test
  void impossibleWeightsAreRefusedByName() {
    assertThatThrownBy(() -> new RewardWeights(-1, 1, 0.1, 0.5, 1, 0.3))
        .hasMessageContaining("forwardVelocity is -1.0")
        .hasMessageContaining("0 to 1000");
    assertThatThrownBy(() -> new RewardWeights(1, 0, 0.1, 0.5, 1, 0.3))
        .hasMessageContaining("forwardVelocityLimit is 0.0");
    assertThatThrownBy(() -> new RewardWeights(1, 1, Double.NaN, 0.5, 1, 0.3))
        .hasMessageContaining("actionAcceleration is NaN");
    assertThatThrownBy(() -> new RewardWeights(1, 1, 0.1, Double.POSITIVE_INFINITY, 1, 0.3))
        .hasMessageContaining("pitch is Infinity");
    assertThatThrownBy(() -> new RewardWeights(1, 1, 0.1, 0.5, -2, 0.3))
        .hasMessageContaining("frontLegFold is -2.0");
    assertThatThrownBy(() -> new RewardWeights(1, 1, 0.1, 0.5, 1, 2))
        .hasMessageContaining("frontLegFoldThreshold is 2.0")
        .hasMessageContaining("0 to 1.5");
  }
}
