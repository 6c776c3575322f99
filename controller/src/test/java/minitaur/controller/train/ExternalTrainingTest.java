package minitaur.controller.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.external.EnvironmentException;
import minitaur.controller.external.PointEnvironmentServer;
import minitaur.controller.learn.policy.StoredPolicy;
import minitaur.controller.run.BuildInfo;
import minitaur.controller.run.CsvTable;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.settings.ControllerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trains from start to end on an environment in another process. */
class ExternalTrainingTest {
  private static final BuildInfo BUILD = new BuildInfo("test", "0123456", false);

  @TempDir private Path temporary;

  @Test
  void resumedRunMatchesUninterruptedRun() throws IOException {
    ControllerConfig config = config("");
    train("uninterrupted", config);
    // The environment exits in the middle of an episode, well after the last checkpoint.
    assertThatThrownBy(() -> train("resumed", config(" 530")))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("exited with code 5")
        .hasMessageContaining("simulated failure");
    List<Path> checkpoints;
    try (Stream<Path> files = Files.list(temporary.resolve("resumed/checkpoints"))) {
      checkpoints = files.filter(file -> file.toString().endsWith(".checkpoint")).toList();
    }
    assertThat(checkpoints).hasSizeGreaterThan(1);
    try (RunDirectory directory = RunDirectory.open(temporary.resolve("resumed"), config, BUILD);
        ExternalEnvironments environments = ExternalEnvironments.start(config)) {
      assertThat(run(config, directory, environments)).isTrue();
    }
    for (String file : List.of("episodes.csv", "progress.csv")) {
      for (String column : List.of("return", "end_step", "evaluation_return_mean", "mean_q")) {
        CsvTable uninterrupted = CsvTable.read(temporary.resolve("uninterrupted").resolve(file));
        if (uninterrupted.columns().contains(column)) {
          assertThat(CsvTable.read(temporary.resolve("resumed").resolve(file)).numbers(column))
              .as(column)
              .isEqualTo(uninterrupted.numbers(column));
        }
      }
    }
    assertThat(StoredPolicy.read(temporary.resolve("resumed/policy.safetensors")).parameters())
        .isEqualTo(
            StoredPolicy.read(temporary.resolve("uninterrupted/policy.safetensors")).parameters());
  }

  @Test
  void writesEpisodesEvaluationsAndThePolicy() throws IOException {
    train("run", config(""));
    Path run = temporary.resolve("run");
    CsvTable progress = CsvTable.read(run.resolve("progress.csv"));
    assertThat(progress.numbers("step")).containsExactly(200, 400, 600, 700);
    assertThat(progress.numbers("updates")).containsExactly(100, 300, 500, 600);
    CsvTable episodes = CsvTable.read(run.resolve("episodes.csv"));
    double total = 0;
    for (double steps : episodes.numbers("steps")) {
      assertThat(steps).isBetween(1.0, 40.0);
      total += steps;
    }
    assertThat(total).isEqualTo(700);
    assertThat(String.join("\n", episodes.strings("end")))
        .contains(
            "the environment terminated the episode after",
            "reached the time limit after 40 steps");
    StoredPolicy policy = StoredPolicy.read(run.resolve("policy.safetensors"));
    assertThat(policy.spec().inputs()).isEqualTo(2);
    assertThat(policy.spec().actions()).isEqualTo(1);
    assertThat(policy.metadata()).containsEntry("environment", "point");
    assertThat(run.resolve("curve.png")).isNotEmptyFile();
  }

  @Test
  void truncatesEpisodesAtConfiguredLimit() throws IOException {
    train("run", config("", "environment.maxEpisodeSteps=7", "run.steps=100"));
    double[] steps = CsvTable.read(temporary.resolve("run/episodes.csv")).numbers("steps");
    assertThat(Arrays.stream(steps).max()).hasValue(7);
  }

  private void train(String name, ControllerConfig config) throws IOException {
    try (RunDirectory directory = RunDirectory.create(temporary.resolve(name), config, BUILD);
        ExternalEnvironments environments = ExternalEnvironments.start(config)) {
      assertThat(run(config, directory, environments)).isTrue();
    }
  }

  private static boolean run(
      ControllerConfig config, RunDirectory directory, ExternalEnvironments environments)
      throws IOException {
    return Training.run(
        config, directory, "0123456", TrainingListener.silent(), () -> false, environments);
  }

  /**
   * Configuration of a run on {@link PointEnvironmentServer}.
   *
   * @param argument argument of the server, with a leading space
   */
  private static ControllerConfig config(String argument, String... settings) {
    String java = ProcessHandle.current().info().command().orElseThrow();
    String classes =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains(" "))
            .reduce((one, other) -> one + File.pathSeparator + other)
            .orElseThrow();
    List<String> all =
        new ArrayList<>(
            List.of(
                "environment.id=program:"
                    + java
                    + " -Xshare:auto -XX:TieredStopAtLevel=1 -cp "
                    + classes
                    + " "
                    + PointEnvironmentServer.class.getName()
                    + argument,
                "learner.name=paper",
                "run.steps=700",
                "run.evaluationInterval=200",
                "run.evaluationEpisodes=2",
                "run.checkpointInterval=100",
                "learner.batchSize=16",
                "learner.hiddenUnits=12",
                "learner.randomSteps=100",
                "learner.replayCapacity=1000",
                "compute.threads=1"));
    all.addAll(List.of(settings));
    return ControllerConfig.read(
        all.stream().map(setting -> ConfigOverride.parse("test", setting)).toList());
  }
}
