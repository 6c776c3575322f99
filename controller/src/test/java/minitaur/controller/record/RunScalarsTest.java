package minitaur.controller.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import minitaur.controller.format.tensorboard.EventLog;
import minitaur.controller.run.CsvLog;
import minitaur.controller.run.CsvTable;
import minitaur.controller.run.EpisodeRow;
import minitaur.controller.run.ProgressRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunScalarsTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-03-01T14:25:30.250Z"));

  @TempDir private Path directory;

  private static EpisodeRow episode(int number, double episodeReturn, String end) {
    return new EpisodeRow(
        number,
        500L * (number + 1),
        500,
        episodeReturn,
        0.5,
        5,
        end,
        1,
        7,
        100,
        12,
        3,
        1,
        30,
        2,
        0.5);
  }

  private static ProgressRow progress(long step, double temperature) {
    return new ProgressRow(
        step, 4000, 60, 420, 400, 430, 1.25, 1, true, temperature, -8, 2, 4, 30, -35, 140, 110);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  @Test
  void fileBeginsWithItsVersionAndHoldsEveryScalar() throws IOException {
    try (RunScalars scalars = new RunScalars(directory, CLOCK)) {
      scalars.episode(episode(0, 10, "reached the time limit after 500 steps"));
      scalars.episode(episode(1, 30, "fell forward pitch 34 degrees after 500 steps"));
      scalars.evaluation(progress(5000, 0.25));
    }
    assertThat(files()).hasSize(1);
    assertThat(files().get(0).getFileName())
        .hasToString("events.out.tfevents.1772375130.minitaur.00");
    List<EventLog.Event> events = EventLog.read(files().get(0));
    assertThat(events).hasSize(4);
    assertThat(events.get(0).version()).isEqualTo("brain.Event:2");
    assertThat(events).allMatch(event -> event.wallTime() == 1772375130.25);
    assertThat(events).noneMatch(EventLog.Event::restart);
    assertThat(events.get(1).scalars()).containsEntry("rollout/ep_rew_mean", 10.0);
    assertThat(events.get(2).step()).isEqualTo(1000);
    assertThat(events.get(2).scalars())
        .containsEntry("rollout/ep_rew_mean", 20.0)
        .containsEntry("rollout/ep_len_mean", 500.0)
        .containsEntry("rollout/velocity_mean", 0.5)
        .containsEntry("rollout/fall_rate", 0.5)
        .containsEntry("time/episodes", 2.0);
    assertThat(events.get(3).step()).isEqualTo(5000);
    assertThat(events.get(3).scalars())
        .containsEntry("eval/mean_reward", 420.0)
        .containsEntry("eval/velocity", 1.25)
        .containsEntry("eval/falls", 1.0)
        .containsEntry("train/ent_coef", 0.25)
        .containsEntry("train/critic_loss", 3.0)
        .containsEntry("train/actor_loss", -35.0)
        .containsEntry("train/n_updates", 4000.0)
        .containsEntry("time/fps", 110.0);
  }

  @Test
  void whatIsNoNumberYetIsLeftOut() throws IOException {
    try (RunScalars scalars = new RunScalars(directory, CLOCK)) {
      scalars.evaluation(progress(500, Double.NaN));
    }
    assertThat(EventLog.read(files().get(0)).get(1).scalars())
        .doesNotContainKey("train/ent_coef")
        .containsKey("eval/mean_reward");
  }

  @Test
  void resumedRunTakesBackWhatLaysBehindItsCheckpoint() throws IOException {
    try (RunScalars scalars = new RunScalars(directory, CLOCK)) {
      scalars.evaluation(progress(1_000_000, 0.5));
    }
    try (RunScalars scalars = new RunScalars(directory, CLOCK)) {
      scalars.resumeAfter(700_000);
      scalars.remember(episode(0, 10, "fell left"));
      scalars.episode(episode(1, 20, "fell left"));
    }
    assertThat(files()).as("in the order of their names").hasSize(2);
    List<EventLog.Event> events = EventLog.read(files().get(1));
    assertThat(events.get(0).version()).isEqualTo("brain.Event:2");
    assertThat(events.get(1).restart()).isTrue();
    assertThat(events.get(1).step()).isEqualTo(700_001);
    assertThat(events.get(2).scalars().get("rollout/ep_rew_mean")).isCloseTo(15, within(1e-6));
  }

  @Test
  void meansAreOverTheLastHundredEpisodes() throws IOException {
    try (RunScalars scalars = new RunScalars(directory, CLOCK)) {
      for (int number = 0; number < 150; number++) {
        scalars.episode(episode(number, number, "left the lane"));
      }
    }
    List<EventLog.Event> events = EventLog.read(files().get(0));
    assertThat(events.get(150).scalars()).containsEntry("rollout/ep_rew_mean", 99.5);
  }

  @Test
  void rowsOfATableComeBack() throws IOException {
    EpisodeRow row = episode(3, 1.5, "fell left");
    Path table = directory.resolve("episodes.csv");
    try (CsvLog log = CsvLog.open(table, EpisodeRow.COLUMNS)) {
      log.append(row.values());
    }
    assertThat(EpisodeRow.of(CsvTable.read(table))).containsExactly(row);
    assertThat(row.fell()).isTrue();
  }

  @Test
  void whereNothingCanBeWrittenTheRunGoesOn() throws IOException {
    Path missing = directory.resolve("missing");
    try (RunScalars scalars = new RunScalars(missing, CLOCK)) {
      scalars.episode(episode(0, 10, "left the lane"));
      scalars.episode(episode(1, 10, "left the lane"));
    }
    assertThat(missing).doesNotExist();
  }
}
