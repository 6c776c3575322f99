package minitaur.controller.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.run.BuildInfo;
import minitaur.controller.run.CsvLog;
import minitaur.controller.run.CsvTable;
import minitaur.controller.run.EpisodeRow;
import minitaur.controller.run.ProgressRow;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.train.Training;
import minitaur.controller.train.TrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsCommandTest {
  private static final BuildInfo BUILD = new BuildInfo("test", "0123456", false);
  private static final Instant LAST_CHANGE = Instant.parse("2026-03-01T14:25:30Z");

  @TempDir private Path directory;

  private final TestProgram program = new TestProgram();

  private static ControllerConfig config(long seed) {
    return ControllerConfig.read(
        List.of(
            new ConfigOverride("test", "run.seed", Long.toString(seed)),
            new ConfigOverride("test", "learner.replayCapacity", "1000"),
            new ConfigOverride("test", "run.steps", "10000")));
  }

  /** Creates a run that no process is writing to. */
  private Path createRun(String name, long seed, long... evaluations) throws IOException {
    Path run = directory.resolve(name);
    RunDirectory.create(run, config(seed), BUILD).close();
    writeFirstCheckpoint(run, seed);
    Path table = run.resolve("progress.csv");
    try (CsvLog progress = CsvLog.open(table, CsvTable.read(table).columns())) {
      for (long step : evaluations) {
        progress.append(
            new ProgressRow(
                    step,
                    0,
                    0,
                    new ProgressRow.Evaluation(1e-2 * step, 0, 0, 1e-4 * step, 0, true),
                    new ProgressRow.Speed(0, 0),
                    Map.of())
                .values(progress.columns()));
      }
    }
    return run;
  }

  /** Starts and immediately stops the run, so that it writes its first checkpoint. */
  private static void writeFirstCheckpoint(Path run, long seed) throws IOException {
    try (RunDirectory directory = RunDirectory.open(run, config(seed), BUILD)) {
      Training.run(config(seed), directory, "test", TrainingListener.silent(), () -> true);
    }
  }

  private JsonNode readJson() throws IOException {
    program.clear();
    assertThat(program.run("runs", directory.toString(), "--json")).isZero();
    return new ObjectMapper().readTree(program.out());
  }

  private String printTable() {
    program.clear();
    program.run("runs", directory.toString());
    return program.out();
  }

  @Test
  void distinguishesStates() throws IOException {
    createRun("a-finished", 1, 5000, 10_000);
    createRun("b-stopped", 2, 5000);
    RunDirectory.create(directory.resolve("c-new"), config(3), BUILD).close();
    Path withoutCheckpoint = createRun("c2-lost", 3, 5000);
    try (Stream<Path> checkpoints = Files.list(withoutCheckpoint.resolve("checkpoints"))) {
      for (Path checkpoint : checkpoints.toList()) {
        Files.delete(checkpoint);
      }
    }
    Path edited = createRun("c3-edited", 3);
    Path yaml = edited.resolve("config.yaml");
    Files.writeString(yaml, Files.readString(yaml).replace("seed: 3", "seed: 4"));
    Path unreadable = createRun("d-unreadable", 4, 5000);
    Files.writeString(unreadable.resolve("config.yaml"), "run: {speed: 3}\n");
    Files.createDirectory(directory.resolve("no-run"));
    Files.delete(createRun("e-without-configuration", 5).resolve("config.yaml"));
    try (RunDirectory running =
        RunDirectory.create(directory.resolve("f-running"), config(6), BUILD)) {
      assertThat(running.path()).exists();
      JsonNode runs = readJson();
      assertThat(runs.findValuesAsText("state"))
          .containsExactly(
              "finished", "stopped", "stopped", "broken", "broken", "broken", "broken", "running");
      assertThat(runs.findValuesAsText("problem").get(3)).contains("contains no checkpoint");
      assertThat(runs.findValuesAsText("problem").get(4))
          .contains("run.seed is 4 in config.yaml, but 3 in the checkpoint")
          .contains("--accept-config");
      assertThat(runs.findValuesAsText("problem").get(5)).contains("run.speed is not a setting");
      assertThat(runs.findValuesAsText("problem").get(6)).contains("config.yaml is missing");
      assertThat(printTable()).contains("d-unreadable is broken: ");
    }
  }

  @Test
  void readsResultsFromTables() throws IOException {
    Path run = createRun("run", 17, 5000, 7000);
    try (CsvLog episodes = CsvLog.open(run.resolve("episodes.csv"), EpisodeRow.COLUMNS)) {
      episodes.append(
          new EpisodeRow(
                  new EpisodeRow.Identity(0, 7400, 0),
                  new EpisodeRow.Result(500, 1, 1, 1, "left the lane", 0, 1),
                  new EpisodeRow.Session(1, 0, 0, 0, 0, 0))
              .values());
    }
    long size = 0;
    try (Stream<Path> files = Files.walk(run)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(file, FileTime.from(LAST_CHANGE.minusSeconds(size % 7)));
        size += Files.size(file);
      }
    }
    Files.setLastModifiedTime(run.resolve("progress.csv"), FileTime.from(LAST_CHANGE));

    JsonNode listed = readJson().get(0);
    assertThat(listed.get("profile").asText()).isEqualTo("realistic");
    assertThat(listed.get("seed").asLong()).isEqualTo(17);
    assertThat(listed.get("steps").asLong()).isEqualTo(7400);
    assertThat(listed.get("steps_requested").asLong()).isEqualTo(10_000);
    assertThat(listed.get("best_velocity_m_per_s").asDouble()).isCloseTo(0.7, within(1e-9));
    assertThat(listed.get("best_return").asDouble()).isCloseTo(70, within(1e-9));
    assertThat(listed.get("last_change").asText()).isEqualTo(LAST_CHANGE.toString());
    assertThat(listed.get("bytes").asLong()).isEqualTo(size);
    assertThat(printTable())
        .contains("7400/  10000")
        .contains("0.70")
        .contains("2026-03-01 14:25")
        .hasLineCount(2);
  }

  @Test
  void listsOtherRunsIfOneCannotBeRead() throws IOException {
    createRun("a", 1, 5000);
    Path unreadable = createRun("b", 2, 5000);
    Files.delete(unreadable.resolve("progress.csv"));
    Files.createDirectories(unreadable.resolve("progress.csv/directory"));

    JsonNode runs = readJson();
    assertThat(runs.findValuesAsText("state")).containsExactly("stopped", "broken");
    assertThat(runs.findValuesAsText("problem").get(1)).isNotEmpty();
  }

  @Test
  void newRunHasNoResults() throws IOException {
    createRun("run", 1);
    JsonNode listed = readJson().get(0);
    assertThat(listed.get("best_velocity_m_per_s").isNull()).isTrue();
    assertThat(listed.get("steps").asLong()).isZero();
    assertThat(printTable()).contains(" - ");
  }

  @Test
  void listsOneRun() throws IOException {
    Path run = createRun("run", 1, 10_000);
    program.run("runs", run.toString());
    assertThat(program.out()).contains("finished");
  }

  @Test
  void reportsMissingOrEmptyDirectory() {
    assertThat(printTable()).isEqualTo("There are no runs in " + directory + ".\n");
    assertThat(program.run("runs", directory.resolve("none").toString())).isEqualTo(2);
    assertThat(program.err()).contains("no such directory");
  }
}
