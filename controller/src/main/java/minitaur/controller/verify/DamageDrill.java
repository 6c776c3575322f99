package minitaur.controller.verify;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import minitaur.controller.config.ConfigException;
import minitaur.controller.run.storage.TemporaryDirectory;
import minitaur.controller.verify.SmallTraining.Results;
import minitaur.hal.random.RandomStream;
import org.slf4j.LoggerFactory;

/**
 * Damages files in the directory of a stopped run, one at a time, and resumes the run. The damage
 * is what a power failure, a bad disk or an editor can cause. It must either have no effect or be
 * reported: a run that ends with different results without a message fails the drill.
 */
final class DamageDrill {
  private static final int STOP_AT_STEP = 260;
  private static final int MAX_RANGE_BYTES = 8192;

  enum Damage {
    FLIP,
    ZERO,
    TRUNCATE,
    DELETE,
    SWAP
  }

  /** Outcome of resuming the run. */
  enum Outcome {
    SAME_RESULT("resumed with the same result"),
    /** The run ended with different results, after a message. */
    REPORTED("resumed with a message"),
    /** The run was not resumed; a message states the reason and the fix. */
    REJECTED("rejected with a message"),
    /** The run ended with different results, and nothing was reported. */
    SILENT_CHANGE("silent changes"),
    INTERNAL_ERROR("internal errors");

    private final String text;

    Outcome(String text) {
      this.text = text;
    }

    boolean isFailure() {
      return this == SILENT_CHANGE || this == INTERNAL_ERROR;
    }
  }

  /**
   * Result of a trial.
   *
   * @param file the damaged file, relative to the run's directory
   * @param message the reported message; empty for none
   */
  record Trial(int number, String file, Damage damage, Outcome outcome, String message) {}

  private DamageDrill() {}

  /** Runs {@code count} trials. */
  static List<Result> run(int count) throws IOException {
    List<Trial> trials = trials(0, count);
    ResultList results = new ResultList();
    results.failures(trials, trial -> trial.outcome().isFailure(), Trial::number, "");
    for (Outcome outcome : Outcome.values()) {
      results.count(
          outcome.text, trials, trial -> trial.outcome() == outcome, outcome.isFailure(), "trials");
    }
    return results.list();
  }

  /**
   * Damages files and resumes the run.
   *
   * @param seed seed of the choice of files and damage
   */
  static List<Trial> trials(long seed, int count) throws IOException {
    try (TemporaryDirectory scratch = TemporaryDirectory.create("minitaur-damage")) {
      Path base = scratch.path().resolve("base");
      Path other = scratch.path().resolve("other");
      Path reference = scratch.path().resolve("reference");
      SmallTraining.train(base, SmallTraining.config(1), STOP_AT_STEP);
      SmallTraining.train(other, SmallTraining.config(2), STOP_AT_STEP);
      SmallTraining.copy(base, reference);
      SmallTraining.resume(reference);
      Results expected = Results.of(reference);
      List<Trial> trials = new ArrayList<>();
      Path damaged = scratch.path().resolve("damaged");
      for (int number = 0; number < count; number++) {
        SmallTraining.copy(base, damaged);
        trials.add(trial(number, seed, damaged, other, expected));
      }
      return trials;
    }
  }

  private static Trial trial(int number, long seed, Path run, Path other, Results expected)
      throws IOException {
    RandomStream random = RandomStream.of(seed + number, "damage");
    List<Path> files = files(run);
    Path file = files.get(random.nextInt(files.size()));
    Damage damage = Damage.values()[random.nextInt(Damage.values().length)];
    String name = run.relativize(file).toString();
    damage(file, other.resolve(name), damage, random);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger("minitaur");
    log.start();
    logger.addAppender(log);
    Outcome outcome;
    String message = "";
    try {
      SmallTraining.resume(run);
      message = warnings(log);
      boolean same = Results.of(run).matches(expected);
      outcome =
          same ? Outcome.SAME_RESULT : message.isEmpty() ? Outcome.SILENT_CHANGE : Outcome.REPORTED;
    } catch (IOException | ConfigException e) {
      outcome = Outcome.REJECTED;
      message = String.valueOf(e.getMessage());
    } catch (RuntimeException | Error e) {
      outcome = Outcome.INTERNAL_ERROR;
      message = e.toString();
    } finally {
      logger.detachAppender(log);
    }
    return new Trial(number, name, damage, outcome, message);
  }

  private static String warnings(ListAppender<ILoggingEvent> log) {
    return log.list.stream()
        .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .map(ILoggingEvent::getFormattedMessage)
        .collect(Collectors.joining(" "));
  }

  private static void damage(Path file, Path otherFile, Damage damage, RandomStream random)
      throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (damage == Damage.DELETE) {
      Files.delete(file);
    } else if (damage == Damage.SWAP) {
      if (Files.exists(otherFile)) {
        Files.copy(otherFile, file, StandardCopyOption.REPLACE_EXISTING);
      }
    } else if (bytes.length > 0) {
      int offset = random.nextInt(bytes.length);
      switch (damage) {
        case FLIP -> bytes[offset] ^= (byte) (1 << random.nextInt(8));
        case ZERO ->
            Arrays.fill(
                bytes,
                offset,
                Math.min(bytes.length, offset + 1 + random.nextInt(MAX_RANGE_BYTES)),
                (byte) 0);
        default -> bytes = Arrays.copyOf(bytes, offset);
      }
      Files.write(file, bytes);
    }
  }

  private static List<Path> files(Path run) throws IOException {
    try (Stream<Path> all = Files.walk(run)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
