package minitaur.controller.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import minitaur.controller.learn.replay.CompactReplayBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class StoppedCommandTest {
  private static final String JAVA = ProcessHandle.current().info().command().orElseThrow();

  @TempDir private Path temporary;

  @Test
  @Timeout(120)
  void failureAfterStopKeepsMessageAndExitCode() throws IOException, InterruptedException {
    Path run = temporary.resolve("run");
    Path errors = temporary.resolve("errors");
    Process training = startTraining(run, errors);
    try (BufferedReader output = training.inputReader()) {
      awaitFirstStep(training, run, errors);
      List<ProcessHandle> environments = training.children().toList();
      training.toHandle().destroy();
      assertThat(output.lines().anyMatch(line -> line.startsWith("Stopping"))).isTrue();
      environments.forEach(ProcessHandle::destroyForcibly);
      assertThat(training.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(Files.readString(errors)).contains("minitaur train: The environment program:");
      assertThat(training.exitValue()).isEqualTo(1);
    } finally {
      training.destroyForcibly();
    }
  }

  @Test
  @Timeout(120)
  void signalToAllProcessesStopsRunOnExternalEnvironment()
      throws IOException, InterruptedException {
    Path run = temporary.resolve("run");
    Path errors = temporary.resolve("errors");
    Process training = startTraining(run, errors);
    try (BufferedReader output = training.inputReader()) {
      awaitFirstStep(training, run, errors);
      training.children().forEach(ProcessHandle::destroy);
      training.toHandle().destroy();
      assertThat(output.lines())
          .anyMatch(line -> line.contains("Resume with: minitaur train --resume " + run));
      assertThat(training.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(training.exitValue()).as(Files.readString(errors)).isEqualTo(3);
    } finally {
      training.destroyForcibly();
    }
  }

  /** Starts a training with an episode that lasts until the environment ends. */
  private Process startTraining(Path run, Path errors) throws IOException {
    return program(
            "train",
            "--env=program:"
                + String.join(
                    " ",
                    program("env-server", "--empty", "--set=task.episodeSteps=1000000").command()),
            "--set=learner.randomSteps=1000000",
            "--set=learner.replayCapacity=1000",
            "--steps=1000000",
            "--no-progress",
            "--run-dir=" + run)
        .redirectError(errors.toFile())
        .start();
  }

  private static void awaitFirstStep(Process training, Path run, Path errors)
      throws IOException, InterruptedException {
    while (CompactReplayBuffer.records(run.resolve("replay.bin")) == 0) {
      assertThat(training.isAlive()).as(Files.readString(errors)).isTrue();
      Thread.sleep(20);
    }
  }

  @Test
  @Timeout(120)
  void stopWhileRunIsCreatedLeavesResumableRun() throws IOException, InterruptedException {
    Path run = temporary.resolve("run");
    Path output = temporary.resolve("output");
    Process training =
        program(
                "train",
                "--no-console",
                "--no-progress",
                "--operator=none",
                "--set=learner.replayCapacity=1000",
                "--run-dir=" + run)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      while (!Files.exists(run)) {
        assertThat(training.isAlive()).as(Files.readString(output)).isTrue();
        Thread.onSpinWait();
      }
      training.toHandle().destroy();
      assertThat(training.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(Files.readString(output)).contains("Resume with: minitaur train --resume " + run);
      assertThat(training.exitValue()).isEqualTo(3);
    } finally {
      training.destroyForcibly();
    }
  }

  @Test
  @Timeout(120)
  void stopOfBenchmarkLeavesNoProcessesAndNoFiles() throws IOException, InterruptedException {
    Process bench =
        program("bench", "kill")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      while (bench.children().findAny().isEmpty()) {
        assertThat(bench.isAlive()).isTrue();
        Thread.sleep(20);
      }
      List<ProcessHandle> trainings = bench.children().toList();
      bench.toHandle().destroy();
      assertThat(bench.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(trainings).noneMatch(ProcessHandle::isAlive);
      try (Stream<Path> files = Files.list(temporary)) {
        assertThat(files.filter(file -> file.getFileName().toString().startsWith("minitaur-")))
            .isEmpty();
      }
    } finally {
      bench.destroyForcibly();
    }
  }

  /** The program in another process, with the test's directory for its temporary files. */
  private ProcessBuilder program(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                JAVA,
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                classPath(),
                Main.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.contains(" "))
        .reduce((one, other) -> one + File.pathSeparator + other)
        .orElseThrow();
  }
}
