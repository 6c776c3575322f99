package minitaur.controller.console.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

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
  void keepsTheNewestEpisodesAndCountsAll() {
    for (int i = 0; i < 500; i++) {
      episode(i);
    }
    assertThat(history.drain(telemetry)).isTrue();

    assertThat(history.episodesSeen()).isEqualTo(500);
    assertThat(history.episodes()).hasSize(200);
    assertThat(history.episodes().get(199).summary().index()).isEqualTo(499);
    assertThat(history.returns().size()).isEqualTo(500);
    assertThat(history.drain(telemetry)).isFalse();
  }

  @Test
  void learningIsAPointWheneverItIsLookedAt() {
    LearnerMetrics metrics = new LearnerMetrics();
    metrics.add("q1_loss", "", "").set(0.25);
    telemetry.onUpdates(0, metrics);
    telemetry.onSteps(1000, 0, 1);
    history.drain(telemetry);
    telemetry.onUpdates(50, metrics);
    telemetry.onSteps(1100, 50, 0.5);
    telemetry.onEvaluation(
        1100,
        new EvaluationResult(
            3, new EvaluationResult.Returns(1, 1, 1), 0.4, 0, 1, GaitReport.none(), Map.of()));
    history.drain(telemetry);

    assertThat(history.learning().size()).isEqualTo(2);
    assertThat(history.learning().x(1)).isEqualTo(1100);
    assertThat(history.learning().value(1, 0)).isEqualTo(0.5);
    assertThat(history.learning().value(1, 2)).isEqualTo(0.25);
    assertThat(history.learning().value(1, 4)).as("updates per step").isEqualTo(0.5);
    assertThat(history.learning().value(1, 5)).as("updates owed").isEqualTo(50);
    assertThat(history.evaluationsSeen()).isEqualTo(1);
  }

  @Test
  void thinnedCurveKeepsItsEndsAndItsShape() {
    ThinnedSeries series = new ThinnedSeries(1);
    for (int i = 0; i <= 1_000_000; i++) {
      series.add(i, 2.0 * i);
    }

    assertThat(series.size()).isBetween(ThinnedSeries.CAPACITY / 2, ThinnedSeries.CAPACITY);
    assertThat(series.x(0)).isZero();
    assertThat(series.x(series.size() - 1)).isEqualTo(1_000_000);
    for (int point = 1; point < series.size(); point++) {
      assertThat(series.x(point)).isGreaterThan(series.x(point - 1));
      assertThat(series.x(point) - series.x(point - 1)).isLessThan(5000);
      assertThat(series.value(point, 0)).isEqualTo(2 * series.x(point));
    }
  }
}
