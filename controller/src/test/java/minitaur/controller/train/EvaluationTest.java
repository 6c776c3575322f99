package minitaur.controller.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.gait.GaitMetric;
import minitaur.controller.episode.gait.GaitMetrics;
import minitaur.controller.episode.gait.GaitReport;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation.Reason;
import minitaur.controller.learn.policy.Policy;
import minitaur.controller.settings.ControllerConfig;
import org.junit.jupiter.api.Test;

class EvaluationTest {
  private static final Policy STANDING =
      new Policy() {
        @Override
        public void act(float[] state, float[] action) {
          Arrays.fill(action, 0);
        }

        @Override
        public long id() {
          return 0;
        }
      };

  @Test
  void reportsStandingAsSustainable() {
    EvaluationResult result = Evaluation.run(ControllerConfig.defaults(), STANDING, 2, 1);
    GaitReport gait = result.gait();
    assertThat(result.falls()).isZero();
    assertThat(gait.value(GaitMetric.DUTY_FACTOR)).isGreaterThan(0.95);
    assertThat(gait.value(GaitMetric.MEAN_POWER)).isBetween(50.0, 250.0);
    // 0.7 to 1.0 Nm support the weight of the robot.
    assertThat(gait.value(GaitMetric.RMS_TORQUE)).isBetween(0.6, 1.3);
    assertThat(gait.value(GaitMetric.ACTION_JERK)).isZero();
    assertThat(gait.isSustainable()).isTrue();
    assertThat(result.describeWalking()).isEqualTo("no");
  }

  @Test
  void describesTimeUntilMotorsOverheat() {
    assertThat(walking(20).describeWalking()).isEqualTo("yes, sustainable");
    assertThat(walking(100).describeWalking()).matches("yes, for \\d+ s");
    assertThat(
            EvaluationResult.of(List.of(summary()), GaitReport.empty(), Map.of()).describeWalking())
        .isEqualTo("yes");
    assertThat(walking(100).energyJoulesPerMetre()).isCloseTo(200, within(1e-9));
  }

  @Test
  void prefersFewerFallsThenHigherReturn() {
    EvaluationResult walks = measured(400, 0.5, 0);
    assertThat(measured(400.1, 0.5, 0).isBetterThan(walks, 0)).isTrue();
    assertThat(measured(399, 0.5, 0).isBetterThan(walks, 0)).isFalse();
    assertThat(measured(399, 0.5, 0).isBetterThan(walks, 0.02)).isTrue();
    assertThat(measured(391, 0.5, 0).isBetterThan(walks, 0.02)).isFalse();
    assertThat(measured(450, 0.5, 1).isBetterThan(walks, 0.02)).isFalse();
    assertThat(measured(300, 0.5, 0).isBetterThan(measured(400, 0.5, 1), 0)).isTrue();
    assertThat(measured(399, 0.3, 0).isBetterThan(walks, 0.02)).as("no longer walks").isFalse();
    EvaluationResult early = measured(-100, 0.1, 0);
    assertThat(measured(-101, 0.1, 0).isBetterThan(early, 0.02)).isTrue();
    assertThat(measured(-103, 0.1, 0).isBetterThan(early, 0.02)).isFalse();
  }

  private static EvaluationResult measured(double meanReturn, double velocity, int falls) {
    return new EvaluationResult(
        10,
        new EvaluationResult.Returns(meanReturn, meanReturn, meanReturn),
        velocity,
        falls,
        Double.NaN,
        GaitReport.empty(),
        Map.of());
  }

  private static EvaluationResult walking(double watts) {
    GaitMetrics gait = new GaitMetrics(7.5);
    double[] windingWatts = new double[8];
    Arrays.fill(windingWatts, watts);
    gait.begin(0, 0);
    gait.sample(new double[8], windingWatts, 8 * watts, 0b1111, 1);
    return EvaluationResult.of(List.of(summary()), gait.report(), Map.of());
  }

  private static EpisodeSummary summary() {
    return new EpisodeSummary(
        0,
        500,
        new EpisodeSummary.Rewards(400, 0),
        new EpisodeSummary.Motion(0.5, 5, 1000),
        new Truncation(Reason.TIME_LIMIT),
        0);
  }
}
