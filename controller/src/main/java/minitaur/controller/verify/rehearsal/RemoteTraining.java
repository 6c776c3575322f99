package minitaur.controller.verify.rehearsal;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import minitaur.controller.config.ConfigWriter;
import minitaur.controller.remote.BearerToken;
import minitaur.controller.remote.PipelineException;
import minitaur.controller.remote.TrainerClient;
import minitaur.controller.remote.TrainerReport;
import minitaur.controller.run.storage.TemporaryDirectory;
import minitaur.controller.settings.ControllerConfig;
import minitaur.hal.Clock;
import org.jspecify.annotations.Nullable;

/** Trainer and collectors of a rehearsal: their files, their processes and the trainer's status. */
final class RemoteTraining {
  static final String TOKEN = "rehearsal-only";

  private static final String SETTINGS_FILE = "settings.yaml";
  private static final long POLL_NANOS = 100_000_000L;
  private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(30);

  private final Path directory;
  private final Class<?> program;
  private final int port;
  private final Clock clock;
  private final TrainerClient client;

  /**
   * Prepares the directory.
   *
   * @param directory directory for all files; new, empty, or that of an earlier rehearsal, which is
   *     deleted
   * @param config configuration of trainer and collectors
   * @param program main class of the processes
   * @param port a free port for the trainer
   */
  RemoteTraining(Path directory, ControllerConfig config, Class<?> program, int port, Clock clock)
      throws IOException {
    this.directory = directory;
    this.program = program;
    this.port = port;
    this.clock = clock;
    clear(directory);
    Files.writeString(
        directory.resolve(SETTINGS_FILE), ConfigWriter.write(config), StandardCharsets.UTF_8);
    client =
        new TrainerClient(
            new TrainerClient.Settings(
                url(port), new BearerToken(TOKEN), /* certificate= */ null, RESPONSE_TIMEOUT));
  }

  private static void clear(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> content = Files.list(directory)) {
        if (content.findAny().isPresent() && !Files.exists(directory.resolve(SETTINGS_FILE))) {
          throw new PipelineException(
              directory + ": contains something other than a rehearsal; use another directory");
        }
      }
      TemporaryDirectory.delete(directory);
    }
    Files.createDirectories(directory);
  }

  private static URI url(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** The trainer's URL. */
  URI url() {
    return url(port);
  }

  /** The trainer's directory. */
  Path run() {
    return directory.resolve("run");
  }

  /** The directory of a collector's episodes. */
  Path spool(String collector) {
    return directory.resolve(collector).resolve("spool");
  }

  /**
   * The trainer's process, not started.
   *
   * @param longRunning whether it is never killed
   */
  ChildProcess trainer(boolean longRunning, String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of("trainer", "--run-dir=" + run(), "--http-port=" + port, "--no-progress"));
    arguments.addAll(List.of(options));
    return process("trainer", longRunning, arguments);
  }

  /**
   * The process of a collector, not started.
   *
   * @param name of its directory and its output
   * @param trainerPort the trainer's port, or that of a proxy
   */
  ChildProcess collector(String name, int trainerPort, List<String> options) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "collect",
                "--trainer=" + url(trainerPort),
                "--dir=" + directory.resolve(name),
                "--keep-sent",
                "--no-console"));
    arguments.addAll(options);
    return process(name, false, arguments);
  }

  private ChildProcess process(String name, boolean longRunning, List<String> arguments) {
    arguments.addAll(List.of("--config=" + directory.resolve(SETTINGS_FILE), "--token=" + TOKEN));
    return new ChildProcess(program, arguments, directory.resolve(name + ".out"), longRunning);
  }

  /** The trainer's status. */
  TrainerReport status() throws IOException {
    return client.progress();
  }

  /** The trainer's status; null when it does not respond. */
  @Nullable TrainerReport statusIfReachable() {
    try {
      return status();
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * Waits until the trainer reports a state.
   *
   * @param failure message when it does not in time
   */
  void await(Predicate<TrainerReport> state, long timeoutNanos, String failure) throws IOException {
    long deadline = clock.nanos() + timeoutNanos;
    TrainerReport report = statusIfReachable();
    while (report == null || !state.test(report)) {
      if (clock.nanos() > deadline) {
        throw new IOException(failure);
      }
      clock.waitUntil(clock.nanos() + POLL_NANOS);
      report = statusIfReachable();
    }
  }

  /** Files of a directory with a suffix, by name; empty when the directory does not exist. */
  static List<Path> files(Path directory, String suffix) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }
}
