package minitaur.controller.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.train.Evaluation;
import minitaur.controller.train.StoredPolicies;
import minitaur.controller.verify.RecordedSimulation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandTest {
  private static final List<String> SETTINGS =
      List.of("sim.profile=nominal", "task.episodeSteps=60", "learner.hiddenUnits=8");

  @TempDir private Path directory;

  private final ControllerConfig config =
      ControllerConfig.read(
          SETTINGS.stream().map(setting -> ConfigOverride.parse("test", setting)).toList());

  private final TestProgram program = new TestProgram();

  @Test
  void truncatedLogReplaysIdentically() throws IOException {
    Path policy = train(0);
    Path log = record(policy);
    assertThat(replay(log, policy)).as(program.err()).isZero();
    assertThat(program.out()).contains(" 0 differ").doesNotContain("truncated");

    byte[] bytes = Files.readAllBytes(log);
    Path truncated = directory.resolve("killed.log");
    Files.write(truncated, Arrays.copyOf(bytes, 3 * bytes.length / 4));
    program.clear();
    assertThat(replay(truncated, policy)).as(program.err()).isZero();
    assertThat(program.out())
        .contains(" 0 differ")
        .contains("Not compared: the rest of the last episode")
        .contains("the log is truncated, for example because the process was killed");

    // A log that ends before the first episode proves nothing.
    Files.write(truncated, Arrays.copyOf(bytes, bytes.length / 1000));
    program.clear();
    assertThat(replay(truncated, policy)).as(program.err()).isEqualTo(1);
    assertThat(program.out()).contains("0 commands compared");
  }

  @Test
  void exitsWithOneForAnotherPolicy() throws IOException {
    Path log = record(train(0));
    assertThat(replay(log, train(1))).isEqualTo(1);
    assertThat(program.out()).contains("commands differ, the first at step 0");
  }

  private int replay(Path log, Path policy) {
    return program.run(arguments("replay", log.toString(), "--policy=" + policy));
  }

  private static String[] arguments(String... arguments) {
    return Stream.concat(Stream.of(arguments), SETTINGS.stream().map(setting -> "--set=" + setting))
        .toArray(String[]::new);
  }

  private Path record(Path policy) throws IOException {
    Path log = directory.resolve("walk.log");
    try (RecordedSimulation session = RecordedSimulation.open(config, log)) {
      Evaluation.run(
          config,
          StoredPolicies.deterministic(policy, config),
          20,
          session,
          reason -> true,
          () -> false);
    }
    return log;
  }

  /** Returns the policy of a very short training run. */
  private Path train(int seed) {
    Path run = directory.resolve("run-" + seed);
    int exitCode =
        program.run(
            arguments(
                "train",
                "--run-dir=" + run,
                "--seed=" + seed,
                "--steps=60",
                "--no-console",
                "--no-progress",
                "--set=run.evaluationEpisodes=1"));
    assertThat(exitCode).as(program.err()).isZero();
    program.clear();
    return run.resolve("policy.safetensors");
  }
}
