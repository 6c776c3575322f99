package minitaur.controller.verify;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import minitaur.calibration.CalibrationFile;
import minitaur.controller.config.ConfigWriter;
import minitaur.controller.remote.Episode;
import minitaur.controller.remote.EpisodeBounds;
import minitaur.controller.remote.EpisodeBuilder;
import minitaur.controller.robot.RandomizedRobot;
import minitaur.controller.run.storage.TemporaryDirectory;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.task.ObservationLayout;
import minitaur.controller.task.TaskSettings;
import minitaur.controller.train.Evaluation;
import minitaur.controller.train.StoredPolicies;
import minitaur.hal.loop.Agent;
import minitaur.hal.random.RandomStream;

/**
 * Runs commands on mutated input files. Whatever a file contains, a command must end in time,
 * without a stack trace or an internal error, and must not use damaged data: its output must match
 * that for the intact file, or it must report the damage.
 *
 * @param commands runs the commands
 */
record MutationDrill(CommandRunner commands) {
  private static final long TIMEOUT_SECONDS = 60;
  private static final int MAX_RANGE = 64;
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE]-?\\d+)?");
  private static final List<String> NUMBERS =
      List.of("NaN", "-1", "1e999", "", "\u0000", "99999999999999999999", "Infinity", "0x7f", "- ");

  /** Kinds of files. */
  private enum Kind {
    POLICY("policy.safetensors", false),
    CALIBRATION("calibration.yaml", false),
    ROBOT_IO_LOG("robot-io-1.log", false),
    STEP_LOG("steps.log", false),
    /** Has no checksum; valid content is used. */
    CONFIG("config.yaml", true),
    UPLOAD("episode.bin", false);

    private final String file;
    private final boolean editable;

    Kind(String file, boolean editable) {
      this.file = file;
      this.editable = editable;
    }
  }

  /** Outcome of reading a mutated file. */
  private enum Outcome {
    /** The file was rejected; the reason was printed. */
    REJECTED("rejected"),
    /** The file was used, with the result of the intact file or a message that names the damage. */
    HARMLESS("harmless or used with a message"),
    /** The file was used with a different result and without a message. */
    SILENT_CHANGE("damaged data used silently"),
    INTERNAL_ERROR("stack traces, internal errors"),
    HANG("hangs");

    private final String text;

    Outcome(String text) {
      this.text = text;
    }

    private boolean isFailure() {
      return this != REJECTED && this != HARMLESS;
    }
  }

  /** Result of a trial. */
  private record Trial(int number, Kind kind, Outcome outcome, String message) {}

  private record CommandResult(int exitCode, String text) {}

  /** Runs {@code count} trials. */
  List<Result> run(int count) throws IOException {
    List<Trial> trials = trials(count);
    ResultList results = new ResultList();
    results.failures(trials, trial -> trial.outcome().isFailure(), Trial::number, "");
    for (Kind kind : Kind.values()) {
      results.count("mutated: " + kind, trials, trial -> trial.kind() == kind, false, "files");
    }
    for (Outcome outcome : Outcome.values()) {
      results.count(
          outcome.text, trials, trial -> trial.outcome() == outcome, outcome.isFailure(), "files");
    }
    return results.list();
  }

  private List<Trial> trials(int count) throws IOException {
    try (TemporaryDirectory scratch = TemporaryDirectory.create("minitaur-mutations")) {
      Path originals = Files.createDirectory(scratch.path().resolve("originals"));
      Path mutated = Files.createDirectory(scratch.path().resolve("mutated"));
      createOriginals(originals);
      Map<Kind, CommandResult> expected = new EnumMap<>(Kind.class);
      for (Kind kind : Kind.values()) {
        Path file = mutated.resolve(kind.file);
        Files.copy(originals.resolve(kind.file), file);
        CommandResult result = read(kind, file, originals);
        if (result.exitCode() != 0) {
          throw new IOException("the intact file of " + kind + " is rejected: " + result.text());
        }
        expected.put(kind, result);
      }
      List<Trial> trials = new ArrayList<>();
      for (int number = 0; number < count; number++) {
        Kind kind = Kind.values()[number % Kind.values().length];
        RandomStream random = RandomStream.of(number, "mutation");
        byte[] bytes = Files.readAllBytes(originals.resolve(kind.file));
        Path file = mutated.resolve(kind.file);
        Files.write(file, mutate(bytes, random));
        CommandResult intact = Objects.requireNonNull(expected.get(kind));
        trials.add(trial(number, kind, () -> read(kind, file, originals), intact));
      }
      return trials;
    }
  }

  private static Trial trial(
      int number, Kind kind, Callable<CommandResult> read, CommandResult expected)
      throws IOException {
    FutureTask<CommandResult> task = new FutureTask<>(read);
    // A thread for each trial, because a command that hangs does not end.
    new Agent("mutation-drill", Agent.once(task::run)).start();
    CommandResult result;
    try {
      result = task.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      return new Trial(number, kind, Outcome.HANG, "");
    } catch (ExecutionException e) {
      return new Trial(number, kind, Outcome.INTERNAL_ERROR, String.valueOf(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    return new Trial(number, kind, outcome(kind, result, expected), firstLines(result.text()));
  }

  private static Outcome outcome(Kind kind, CommandResult result, CommandResult expected) {
    if (result.text().contains("\tat ")
        || result.text().contains("internal error")
        || result.text().contains("Exception")) {
      return Outcome.INTERNAL_ERROR;
    }
    if (result.exitCode() != 0) {
      return result.text().isBlank() ? Outcome.INTERNAL_ERROR : Outcome.REJECTED;
    }
    boolean reported = result.text().contains("WARNING") || result.text().contains("truncated");
    return kind.editable || reported || result.text().equals(expected.text())
        ? Outcome.HARMLESS
        : Outcome.SILENT_CHANGE;
  }

  private static String firstLines(String text) {
    return text.lines().limit(2).collect(Collectors.joining(" | ")).replaceAll("\\p{Cntrl}", "?");
  }

  private CommandResult read(Kind kind, Path file, Path originals) throws IOException {
    String policy = originals.resolve(Kind.POLICY.file).toString();
    return switch (kind) {
      case POLICY -> run(file, "infer", "--policy=" + file);
      case CALIBRATION -> run(file, "calibrate", "show", "--file=" + file);
      case ROBOT_IO_LOG ->
          run(
              file,
              "replay",
              file.toString(),
              "--policy=" + policy,
              "--set=task.episodeSteps=" + SmallTraining.EPISODE_STEPS);
      case STEP_LOG -> run(file, "rewards", file.toString());
      case CONFIG -> run(file, "config", "--config=" + file);
      case UPLOAD -> upload(file);
    };
  }

  /** Decodes and checks an episode like the trainer, without its web server. */
  private static CommandResult upload(Path file) throws IOException {
    try {
      Episode episode = Episode.decode(Files.readAllBytes(file));
      Optional<String> violation = EpisodeBounds.of(TaskSettings.paper()).violation(episode);
      return new CommandResult(
          violation.isEmpty() ? 0 : 1, violation.orElse("accepted") + " " + episode.checksum());
    } catch (IOException e) {
      return new CommandResult(1, String.valueOf(e.getMessage()));
    }
  }

  private CommandResult run(Path file, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String state =
        IntStream.range(0, ObservationLayout.STATE_SIZE)
                .mapToObj(i -> String.valueOf(0.01 * (i % 7)))
                .collect(Collectors.joining(","))
            + "\n";
    int code =
        commands.run(
            new ByteArrayInputStream(state.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            arguments);
    return new CommandResult(
        code, out.toString(StandardCharsets.UTF_8).replace(file.toString(), "FILE"));
  }

  /** Applies one to three random mutations. */
  private static byte[] mutate(byte[] original, RandomStream random) {
    byte[] bytes = original;
    int mutations = 1 + random.nextInt(3);
    for (int i = 0; i < mutations && bytes.length > 1; i++) {
      bytes = mutateOnce(bytes, random);
    }
    return bytes;
  }

  private static byte[] mutateOnce(byte[] original, RandomStream random) {
    byte[] bytes = original.clone();
    int start = random.nextInt(bytes.length);
    int end = Math.min(bytes.length, start + 1 + random.nextInt(MAX_RANGE));
    switch (random.nextInt(7)) {
      case 0 -> bytes[start] ^= (byte) (1 << random.nextInt(8));
      case 1 -> Arrays.fill(bytes, start, end, (byte) 0);
      case 2 -> bytes = Arrays.copyOf(bytes, start);
      case 3 -> bytes = splice(bytes, end, start);
      case 4 -> bytes = splice(bytes, start, end);
      case 5 -> {
        for (int i = start; i < end; i++) {
          bytes[i] = (byte) random.nextInt(256);
        }
      }
      default -> bytes = replaceNumber(bytes, random);
    }
    return bytes;
  }

  /** The first {@code end} bytes, followed by those from {@code start} on. */
  private static byte[] splice(byte[] bytes, int end, int start) {
    byte[] spliced = Arrays.copyOf(bytes, end + bytes.length - start);
    System.arraycopy(bytes, start, spliced, end, bytes.length - start);
    return spliced;
  }

  /** Replaces one of the numbers that are written as text. */
  private static byte[] replaceNumber(byte[] bytes, RandomStream random) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    Matcher matcher = NUMBER.matcher(text);
    int start = random.nextInt(text.length());
    if (!matcher.find(start)) {
      return bytes;
    }
    String replacement = NUMBERS.get(random.nextInt(NUMBERS.size()));
    return (text.substring(0, matcher.start()) + replacement + text.substring(matcher.end()))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void createOriginals(Path directory) throws IOException {
    Path run = directory.resolve("run");
    ControllerConfig config = SmallTraining.config(1);
    SmallTraining.train(run, config, Long.MAX_VALUE);
    for (Kind kind : List.of(Kind.POLICY, Kind.STEP_LOG)) {
      Files.copy(run.resolve(kind.file), directory.resolve(kind.file));
    }
    Files.writeString(directory.resolve(Kind.CONFIG.file), ConfigWriter.write(config));
    CalibrationFile.write(
        directory.resolve(Kind.CALIBRATION.file),
        RandomizedRobot.of(1).groundTruth("minitaur", "2026-01-01"));
    Files.write(
        directory.resolve(Kind.UPLOAD.file),
        PipelineBenchmark.encodeEpisode(
            new EpisodeBuilder(PipelineBenchmark.STEPS), PipelineBenchmark.STEPS, 0));
    try (RecordedSimulation session =
        RecordedSimulation.open(config, directory.resolve(Kind.ROBOT_IO_LOG.file))) {
      Evaluation.run(
          config,
          StoredPolicies.deterministic(directory.resolve(Kind.POLICY.file), config),
          1,
          session,
          reason -> true,
          () -> false);
    }
  }
}
