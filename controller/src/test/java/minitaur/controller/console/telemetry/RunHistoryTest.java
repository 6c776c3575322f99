package minitaur.controller.console.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Map;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.gait.GaitReport;
import minitaur.controller.episode.safety.EpisodeEnd;
import minitaur.controller.learn.LearnerMetrics;
import minitaur.controller.train.EvaluationResult;
import org.junit.jupiter.api.Test;

class RunHistoryTest {
  private final LearningTelemetry telemetry = new LearningTelemetry();
  private final RunHistory history = new RunHistory();

  private void episode(int index) {
    telemetry.onEpisode(
        new EpisodeSummary(
            index,
            10,
            new EpisodeSummary.Rewards(index, 0),
            new EpisodeSummary.Motion(0, 0, 0),
            new EpisodeEnd.Truncation(EpisodeEnd.Truncation.Reason.TIME_LIMIT),
            0));
  }

  @Test
  void storesNewestEpisodesAndCountsAll() {
    for (int i = 0; i < 500; i++) {
      episode(i);
    }
    assertThat(history.drain(telemetry)).isTrue();

    assertThat(history.episodeCount()).isEqualTo(500);
    assertThat(history.episodes()).hasSize(200);
    assertThat(history.episodes().get(199).summary().index()).isEqualTo(499);
    assertThat(history.returns().size()).isEqualTo(500);
    assertThat(history.drain(telemetry)).isFalse();
  }

  @Test
  void addsOnePointPerDrain() {
    LearnerMetrics metrics = new LearnerMetrics();
    metrics.add("q1_loss", "", "").set(0.25);
    telemetry.onSteps(1000, 0, 0, metrics);
    history.drain(telemetry);
    telemetry.onSteps(1100, 50, 50, metrics);
    telemetry.onEvaluation(
        1100,
        new EvaluationResult(
            3, new EvaluationResult.Returns(1, 1, 1), 0.4, 0, 1, GaitReport.empty(), Map.of()));
    history.drain(telemetry);

    assertThat(history.schedule().size()).isEqualTo(2);
    assertThat(history.schedule().x(1)).isEqualTo(1100);
    assertThat(history.schedule().value(1, 0)).as("updates per step").isEqualTo(0.5);
    assertThat(history.schedule().value(1, 1)).as("pending updates").isEqualTo(50);
    assertThat(history.evaluationCount()).isEqualTo(1);
  }

  @Test
  void rolledBackUpdatesCountAsNone() {
    LearnerMetrics metrics = new LearnerMetrics();
    telemetry.onSteps(1000, 500, 0, metrics);
    history.drain(telemetry);
    telemetry.onSteps(1100, 400, 0, metrics);
    history.drain(telemetry);
    telemetry.onSteps(1200, 450, 0, metrics);
    history.drain(telemetry);

    assertThat(history.schedule().value(1, 0)).isZero();
    assertThat(history.schedule().value(2, 0)).isEqualTo(0.5);
  }

  @Test
  void createsCurvePerDeclaredMetric() {
    LearnerMetrics metrics = new LearnerMetrics();
    LearnerMetrics.Gauge loss = metrics.add("loss", "", "Loss of the critic");
    LearnerMetrics.Gauge entropy = metrics.add("entropy", "nat", "Entropy of the policy");
    for (int step = 1; step <= 3; step++) {
      loss.set(10 * step);
      entropy.set(-step);
      telemetry.onSteps(step, step, 0, metrics);
      history.drain(telemetry);
    }

    assertThat(history.metrics())
        .extracting(curve -> curve.metric().name(), curve -> curve.points().value(2, 0))
        .containsExactly(tuple("loss", 30.0), tuple("entropy", -3.0));
    assertThat(history.curvesGeneration()).isEqualTo(1);

    metrics.add("added later", "", "").set(7);
    telemetry.onSteps(4, 4, 0, metrics);
    history.drain(telemetry);
    assertThat(history.metrics()).hasSize(3);
    assertThat(history.curvesGeneration()).as("pages need all curves again").isEqualTo(4);
  }

  @Test
  void downsampledSeriesKeepsEndpointsAndShape() {
    DownsampledSeries series = new DownsampledSeries(1);
    for (int i = 0; i <= 1_000_000; i++) {
      series.add(i, 2.0 * i);
    }

    assertThat(series.size()).isBetween(DownsampledSeries.CAPACITY / 2, DownsampledSeries.CAPACITY);
    assertThat(series.x(0)).isZero();
    assertThat(series.x(series.size() - 1)).isEqualTo(1_000_000);
    for (int point = 1; point < series.size(); point++) {
      assertThat(series.x(point)).isGreaterThan(series.x(point - 1));
      assertThat(series.x(point) - series.x(point - 1)).isLessThan(5000);
      assertThat(series.value(point, 0)).isEqualTo(2 * series.x(point));
    }
  }
}
