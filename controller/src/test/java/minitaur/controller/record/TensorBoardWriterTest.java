package minitaur.controller.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import minitaur.controller.format.tensorboard.EventFileReader;
import minitaur.controller.learn.LearnerMetrics;
import minitaur.controller.run.CsvLog;
import minitaur.controller.run.CsvTable;
import minitaur.controller.run.EpisodeRow;
import minitaur.controller.run.ProgressRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardWriterTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-03-01T14:25:30.250Z"));

  private static final String CONFIG = "learner:\n  batch: 256\n";

  @TempDir private Path directory;

  private static EpisodeRow episode(int number, double episodeReturn, String end) {
    return new EpisodeRow(
        new EpisodeRow.Identity(number, 500L * (number + 1), 7),
        new EpisodeRow.Result(500, episodeReturn, 0.5, 5, end, 1, 100),
        new EpisodeRow.Session(12, 3, 1, 30, 2, 0.5));
  }

  private static ProgressRow progress(long step, double power) {
    return new ProgressRow(
        step,
        4000,
        60,
        new ProgressRow.Evaluation(420, 400, 430, 1.25, 1, true),
        new ProgressRow.Speed(140, 110),
        Map.of("evaluation_power_mean", power, "temperature", 0.1));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  @Test
  void writesVersionAndAllScalars() throws IOException {
    try (TensorBoardWriter scalars = new TensorBoardWriter(directory, CONFIG, CLOCK)) {
      scalars.episode(episode(0, 10, "reached the time limit after 500 steps"));
      scalars.episode(episode(1, 30, "fell forward pitch 34 degrees after 500 steps"));
      scalars.evaluation(progress(5000, 0.25));
    }
    assertThat(files()).hasSize(1);
    assertThat(files().get(0).getFileName())
        .hasToString("events.out.tfevents.1772375130.minitaur.00");
    List<EventFileReader.Event> events = EventFileReader.read(files().get(0));
    assertThat(events).hasSize(5);
    assertThat(events.get(0).version()).isEqualTo("brain.Event:2");
    assertThat(events).allMatch(event -> event.wallTime() == 1772375130.25);
    assertThat(events).noneMatch(EventFileReader.Event::purge);
    assertThat(events.get(2).scalars()).containsEntry("rollout/ep_rew_mean", 10.0);
    assertThat(events.get(3).step()).isEqualTo(1000);
    assertThat(events.get(3).scalars())
        .containsEntry("rollout/ep_rew_mean", 20.0)
        .containsEntry("rollout/ep_len_mean", 500.0)
        .containsEntry("rollout/velocity_mean", 0.5)
        .containsEntry("rollout/fall_rate", 0.5)
        .containsEntry("time/episodes", 2.0);
    assertThat(events.get(4).step()).isEqualTo(5000);
    assertThat(events.get(4).scalars())
        .containsEntry("eval/mean_reward", 420.0)
        .containsEntry("eval/velocity", 1.25)
        .containsEntry("eval/falls", 1.0)
        .containsEntry("eval/power_mean", 0.25)
        .doesNotContainKey("train/ent_coef")
        .containsEntry("time/fps", 110.0);
  }

  @Test
  void writesLearnerMetricsEveryThousandUpdates() throws IOException {
    LearnerMetrics metrics = new LearnerMetrics();
    metrics.add("temperature", "", "").set(0.25);
    metrics.add("dropout_rate", "", "A metric without a predefined name").set(0.01);
    try (TensorBoardWriter scalars = new TensorBoardWriter(directory, CONFIG, CLOCK)) {
      for (int update = 1; update <= 2500; update++) {
        scalars.learner(update + 1000, update, metrics);
      }
    }
    List<EventFileReader.Event> events = EventFileReader.read(files().get(0));
    assertThat(events)
        .extracting(EventFileReader.Event::step)
        .containsExactly(0L, 0L, 2000L, 3000L);
    assertThat(events.get(2).scalars())
        .containsEntry("train/ent_coef", 0.25)
        .containsKey("train/dropout_rate")
        .containsEntry("train/n_updates", 1000.0);
  }

  @Test
  void writesHyperparametersAsText() throws IOException {
    try (TensorBoardWriter scalars = new TensorBoardWriter(directory, CONFIG, CLOCK)) {
      scalars.episode(episode(0, 10, "fell left"));
    }
    assertThat(Files.readString(files().get(0), StandardCharsets.ISO_8859_1))
        .contains("hyperparameters", "    learner:\n      batch: 256\n");
  }

  @Test
  void omitsNanScalars() throws IOException {
    try (TensorBoardWriter scalars = new TensorBoardWriter(directory, CONFIG, CLOCK)) {
      scalars.evaluation(progress(500, Double.NaN));
    }
    assertThat(EventFileReader.read(files().get(0)).get(2).scalars())
        .doesNotContainKey("eval/power_mean")
        .containsKey("eval/mean_reward");
  }

  @Test
  void purgesEventsAfterCheckpointOnResume() throws IOException {
    try (TensorBoardWriter scalars = new TensorBoardWriter(directory, CONFIG, CLOCK)) {
      scalars.evaluation(progress(1_000_000, 0.5));
    }
    try (TensorBoardWriter scalars = new TensorBoardWriter(directory, CONFIG, CLOCK)) {
      scalars.resumeAfter(700_000);
      scalars.addToWindow(episode(0, 10, "fell left"));
      scalars.episode(episode(1, 20, "fell left"));
    }
    assertThat(files()).as("in the order of their names").hasSize(2);
    List<EventFileReader.Event> events = EventFileReader.read(files().get(1));
    assertThat(events.get(0).version()).isEqualTo("brain.Event:2");
    assertThat(events.get(1).purge()).isTrue();
    assertThat(events.get(1).step()).isEqualTo(700_001);
    assertThat(events.get(3).scalars().get("rollout/ep_rew_mean")).isCloseTo(15, within(1e-6));
  }

  @Test
  void fileOfResumedRunSortsLastAfterClockWasSetBack() throws IOException {
    for (String time : List.of("2026-03-01T14:25:30Z", "1970-01-01T00:00:10Z")) {
      InstantSource clock = InstantSource.fixed(Instant.parse(time));
      try (TensorBoardWriter scalars = new TensorBoardWriter(directory, CONFIG, clock)) {
        scalars.resumeAfter(files().isEmpty() ? 0 : 700_000);
        scalars.evaluation(progress(800_000, 0.5));
      }
    }
    assertThat(EventFileReader.read(files().get(1)).get(1).step()).isEqualTo(700_001);
  }

  @Test
  void averagesLastHundredEpisodes() throws IOException {
    try (TensorBoardWriter scalars = new TensorBoardWriter(directory, CONFIG, CLOCK)) {
      for (int number = 0; number < 150; number++) {
        scalars.episode(episode(number, number, "left the lane"));
      }
    }
    List<EventFileReader.Event> events = EventFileReader.read(files().get(0));
    assertThat(events.get(151).scalars()).containsEntry("rollout/ep_rew_mean", 99.5);
  }

  @Test
  void readsBackTableRows() throws IOException {
    EpisodeRow row = episode(3, 1.5, "fell left");
    Path table = directory.resolve("episodes.csv");
    try (CsvLog log = CsvLog.open(table, EpisodeRow.COLUMNS)) {
      log.append(row.values());
    }
    assertThat(EpisodeRow.of(CsvTable.read(table))).containsExactly(row);
    assertThat(row.fell()).isTrue();
  }

  @Test
  void continuesIfFileCannotBeWritten() throws IOException {
    Path missing = directory.resolve("missing");
    try (TensorBoardWriter scalars = new TensorBoardWriter(missing, CONFIG, CLOCK)) {
      scalars.episode(episode(0, 10, "left the lane"));
      scalars.episode(episode(1, 10, "left the lane"));
    }
    assertThat(missing).doesNotExist();
  }
}
