package minitaur.controller.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatRuntimeException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.settings.ControllerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
  private static final BuildInfo FIRST = new BuildInfo("1.0", "aaaa", false);
  private static final BuildInfo SECOND = new BuildInfo("1.1", "bbbb", true);
  private static final ControllerConfig CONFIG =
      ControllerConfig.parse("run: {seed: 12}", "test", List.of());

  @TempDir private Path temporary;

  @Test
  void newRunContainsConfigurationAndRevision() throws IOException {
    Path path = temporary.resolve("runs").resolve("a");
    try (RunDirectory run = RunDirectory.create(path, CONFIG, FIRST)) {
      assertThat(run.path()).isEqualTo(path);
      assertThat(run.checkpoints()).isDirectory();
      assertThat(Files.readString(run.config()))
          .startsWith("# Started by Minitaur 1.0, revision aaaa.\n\n")
          .contains("\n  seed: 12\n");
      assertThat(ControllerConfig.ofRun(path, List.of())).isEqualTo(CONFIG);
      assertThat(List.of(run.episodes(), run.progress(), run.curve(), run.log(), run.policy()))
          .extracting(file -> file.getFileName().toString())
          .containsExactly(
              "episodes.csv", "progress.csv", "curve.png", "minitaur.log", "policy.safetensors");
      assertThat(run.replay()).hasFileName("replay.bin");
    }
  }

  @Test
  void resumeRecordsProgramRevision() throws IOException {
    RunDirectory.create(temporary, CONFIG, FIRST, "calibration\nedited").close();
    ControllerConfig longer =
        ControllerConfig.ofRun(
            temporary, List.of(ConfigOverride.parse("--set", "run.steps=200000")));
    RunDirectory.open(temporary, longer, SECOND).close();
    RunDirectory.open(temporary, longer, SECOND).close();

    assertThat(ControllerConfig.ofRun(temporary, List.of())).isEqualTo(longer);
    assertThat(Files.readString(temporary.resolve("config.yaml")))
        .startsWith(
            """
            # Started by Minitaur 1.0, revision aaaa.
            # Note: calibration edited
            # Resumed by Minitaur 1.1, revision bbbb-dirty.
            # Resumed by Minitaur 1.1, revision bbbb-dirty.

            """);
  }

  @Test
  void rejectsDirectoryWithRun() throws IOException {
    RunDirectory.create(temporary, CONFIG, FIRST).close();
    assertThatExceptionOfType(RunDirectoryException.class)
        .isThrownBy(() -> RunDirectory.create(temporary, CONFIG, FIRST))
        .withMessage(
            temporary
                + ": already contains a run; resume it with --resume "
                + temporary
                + ", or name another directory with --run-dir");
  }

  @Test
  void rejectsNonEmptyDirectory() throws IOException {
    Files.writeString(temporary.resolve("notes.txt"), "text");
    assertThatExceptionOfType(RunDirectoryException.class)
        .isThrownBy(() -> RunDirectory.create(temporary, CONFIG, FIRST))
        .withMessage(temporary + ": is not empty; name a new directory with --run-dir");
    assertThat(temporary.toFile().list()).containsExactly("notes.txt");
  }

  @Test
  void rejectsPathThroughFile() throws IOException {
    Path file = Files.writeString(temporary.resolve("notes.txt"), "text");
    for (Path path : List.of(file, file.resolve("below"))) {
      assertThatExceptionOfType(RunDirectoryException.class)
          .isThrownBy(() -> RunDirectory.create(path, CONFIG, FIRST))
          .withMessage(
              path
                  + ": cannot be a directory because "
                  + file
                  + " is a file; name another directory with --run-dir");
    }
  }

  @Test
  void rejectsBrokenLink() throws IOException {
    Path link = Files.createSymbolicLink(temporary.resolve("link"), Path.of("none"));
    assertThatExceptionOfType(RunDirectoryException.class)
        .isThrownBy(() -> RunDirectory.create(link, CONFIG, FIRST))
        .withMessageContaining("because " + link + " is a broken link");
  }

  @Test
  void directoryWithoutConfigurationCountsAsEmpty() throws IOException {
    Path run = temporary.resolve("run");
    // A configuration that cannot be written stands for a full disk.
    assertThatRuntimeException()
        .isThrownBy(() -> RunDirectory.create(run, new Unwritable(), FIRST));
    RunDirectory.create(run, CONFIG, FIRST).close();
    assertThat(run.resolve("config.yaml")).exists();
  }

  /** A configuration that cannot be read. */
  record Unwritable(int value) {
    Unwritable() {
      this(0);
    }

    @Override
    public int value() {
      throw new IllegalStateException();
    }
  }

  @Test
  void ignoresStaleLockFile() throws IOException {
    Files.writeString(temporary.resolve("run.lock"), "process 1");
    RunDirectory.create(temporary, CONFIG, FIRST).close();
    assertThat(temporary.resolve("config.yaml")).exists();
  }

  @Test
  void rejectsResumeWithoutRun() {
    assertThatExceptionOfType(RunDirectoryException.class)
        .isThrownBy(() -> RunDirectory.open(temporary, CONFIG, FIRST))
        .withMessageContaining("is not the directory of a run");
    assertThatExceptionOfType(RunDirectoryException.class)
        .isThrownBy(() -> ControllerConfig.ofRun(temporary.resolve("none"), List.of()))
        .withMessageContaining("is not the directory of a run");
  }

  @Test
  void rejectsRunInUseUntilClosed() throws IOException {
    RunDirectory first = RunDirectory.create(temporary, CONFIG, FIRST);
    assertThatExceptionOfType(RunDirectoryException.class)
        .isThrownBy(() -> RunDirectory.open(temporary, CONFIG, SECOND))
        .withMessageStartingWith(
            temporary + ": is in use by process " + ProcessHandle.current().pid())
        .withMessageEndingWith("; wait for it, stop it, or use another directory");
    first.close();
    RunDirectory.open(temporary, CONFIG, SECOND).close();
  }

  @Test
  void lockExcludesOtherProcesses() throws Exception {
    RunDirectory run = RunDirectory.create(temporary, CONFIG, FIRST);
    assertThat(openInOtherProcess())
        .startsWith(temporary + ": is in use by process " + ProcessHandle.current().pid());
    run.close();
    assertThat(openInOtherProcess()).isEqualTo("opened");
  }

  private String openInOtherProcess() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Opener.class.getName(),
                temporary.toString())
            .redirectErrorStream(true)
            .start();
    try {
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return output;
    } finally {
      process.destroyForcibly();
    }
  }

  /** Opens a run in a separate process. */
  static final class Opener {
    private Opener() {}

    public static void main(String[] arguments) throws IOException {
      try (RunDirectory run = RunDirectory.open(Path.of(arguments[0]), CONFIG, SECOND)) {
        System.out.println(run.config().toFile().exists() ? "opened" : "without configuration");
      } catch (RunDirectoryException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void defaultPathContainsTimeAndProfile() {
    assertThat(
            RunDirectory.defaultPath(
                LocalDateTime.of(2026, 3, 1, 4, 5, 6), CONFIG.robotLabel(), 12))
        .isEqualTo(Path.of("runs", "2026-03-01-040506-realistic-seed12"));
  }
}
