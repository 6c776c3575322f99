package minitaur.controller.console.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.safety.EpisodeEnd;
import minitaur.controller.episode.safety.Fall;
import minitaur.controller.learn.LearnerMetrics;
import minitaur.controller.operator.OperatorCounts;
import minitaur.controller.run.ProgressLine;
import minitaur.controller.train.TrainingListener;
import org.junit.jupiter.api.Test;

class TrainingProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Test
  void restoresFallsAndOmitsUnknownTemperature() {
    String line = lastLine(Double.NaN);
    assertThat(line).contains("8 falls").doesNotContain("temperature");
    assertThat(lastLine(0.02)).contains("8 falls").endsWith("temperature 0.020");
  }

  @Test
  void reportsThatTheEvaluatedPolicyIsDiscarded() {
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    try (TrainingProgress progress =
        new TrainingProgress(
            steps -> ProgressLine.create(out, steps, 1000, () -> 0, () -> false))) {
      progress.onStart(0, OperatorCounts.NONE);
      TrainingListener.all(List.of(progress, new TrainingListener() {})).onPolicyDiscarded();
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("policy of an earlier step");
  }

  /**
   * Returns the last line printed by a run that resumes with seven falls and then has another one.
   */
  private String lastLine(double temperature) {
    bytes.reset();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    try (TrainingProgress progress =
        new TrainingProgress(
            steps -> ProgressLine.create(out, steps, 1000, () -> 0, () -> false))) {
      progress.onStart(500, new OperatorCounts(20, 7, 9, 0, 100, 10));
      LearnerMetrics metrics = new LearnerMetrics();
      metrics.add("temperature", "", "").set(temperature);
      progress.onSteps(600, 0, 0, metrics);
      progress.onEpisode(
          new EpisodeSummary(
              20,
              100,
              new EpisodeSummary.Rewards(40, 0),
              new EpisodeSummary.Motion(0.3, 0.6, 10),
              new EpisodeEnd.Termination(new Fall(0, 0.6)),
              1));
    }
    return bytes.toString(StandardCharsets.UTF_8).lines().reduce("", (first, last) -> last);
  }
}
