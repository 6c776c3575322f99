package minitaur.controller.verify;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import minitaur.controller.config.ConfigException;
import minitaur.controller.run.storage.TemporaryDirectory;
import minitaur.controller.verify.SmallTraining.Results;
import minitaur.hal.random.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * Kills training runs in another process at random times, like {@code kill -9}, and resumes them.
 * In lock-step mode the resumed run must end with results that are bit-identical to those of a run
 * that was never killed. In asynchronous mode the replay buffer may lose at most the running
 * episode.
 */
final class KillDrill {
  /** Records that the end of an episode adds to those of its steps. */
  private static final int END_RECORDS = 2;

  /** Fraction of kill times at which the run has begun but its replay buffer may not exist yet. */
  private static final double EARLY_FRACTION = 0.05;

  private static final int MAX_ATTEMPTS = 10;

  /** State of the training when it is killed. */
  enum Mode {
    LOCK_STEP("lock-step", "run.mode=lock-step"),
    TWO_THREADS("lock-step with two threads", "compute.threads=2"),
    ASYNCHRONOUS("asynchronous", "run.mode=asynchronous", "sim.realTime=false"),
    CHECKPOINT("while a checkpoint is being written", "run.checkpointInterval=20");

    private final String text;
    private final String[] settings;

    Mode(String text, String... settings) {
      this.text = text;
      this.settings = settings;
    }

    private boolean isDeterministic() {
      return this != ASYNCHRONOUS;
    }
  }

  /** Violated requirement of a resumed run. */
  enum Violation {
    RESULTS_DIFFER("resumed runs that are not bit-identical"),
    LOST_EPISODE("more lost than the running episode"),
    NOT_RESUMED("not resumed");

    private final String text;

    Violation(String text) {
      this.text = text;
    }
  }

  /** State left behind by a killed process. */
  private record KilledRun(long records, boolean partialCheckpoint) {}

  /**
   * Result of a trial.
   *
   * @param records number of records in the replay buffer after the kill
   * @param partialCheckpoint whether a half-written checkpoint was left behind
   * @param violation null for none
   */
  record Trial(
      Mode mode,
      long records,
      boolean partialCheckpoint,
      @Nullable Violation violation,
      String message) {}

  private KillDrill() {}

  /**
   * Kills training runs, distributed evenly over the modes.
   *
   * @param program main class of this program
   */
  static List<Result> run(Class<?> program, int count) throws IOException, InterruptedException {
    List<Trial> trials = trials(program, 0, count);
    ResultList results = new ResultList();
    results.failures(trials, trial -> trial.violation() != null, Trial::records, "records");
    for (Mode mode : Mode.values()) {
      results.count("killed " + mode.text, trials, trial -> trial.mode() == mode, false, "runs");
    }
    results.count("half-written checkpoints", trials, Trial::partialCheckpoint, false, "runs");
    for (Violation violation : Violation.values()) {
      results.count(violation.text, trials, trial -> trial.violation() == violation, true, "runs");
    }
    return results.list();
  }

  /**
   * Kills training runs and resumes them.
   *
   * @param seed seed of the kill times
   */
  static List<Trial> trials(Class<?> program, long seed, int count)
      throws IOException, InterruptedException {
    List<Trial> trials = new ArrayList<>();
    try (TemporaryDirectory scratch = TemporaryDirectory.create("minitaur-kill")) {
      Map<Mode, Results> undisturbed = new EnumMap<>(Mode.class);
      for (Mode mode : Mode.values()) {
        if (mode.isDeterministic()) {
          Path run = scratch.path().resolve("undisturbed-" + mode);
          SmallTraining.train(run, SmallTraining.config(1, mode.settings), Long.MAX_VALUE);
          undisturbed.put(mode, Results.of(run));
        }
      }
      RandomStream random = RandomStream.of(seed, "kill-drill");
      for (int number = 0; number < count; number++) {
        Mode mode = Mode.values()[number % Mode.values().length];
        Path run = scratch.path().resolve("killed");
        KilledRun killed = kill(program, run, mode, random);
        trials.add(resume(run, mode, killed, undisturbed.get(mode)));
        TemporaryDirectory.delete(run);
      }
    }
    return trials;
  }

  /** Trains in another process and kills it at a random time. */
  private static KilledRun kill(Class<?> program, Path run, Mode mode, RandomStream random)
      throws IOException, InterruptedException {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      long records = Math.round(random.nextUniform(-EARLY_FRACTION, 1) * SmallTraining.STEPS);
      List<String> settings = SmallTraining.settings(1, mode.settings);
      try (TrainingProcess process = new TrainingProcess(program, run, settings)) {
        boolean reached =
            process.awaitRecords(records)
                && (mode != Mode.CHECKPOINT || process.await(() -> isWritingCheckpoint(run)));
        if (reached && process.kill()) {
          // The checkpoint may have been completed before the kill took effect.
          boolean partial = isWritingCheckpoint(run);
          if (partial || mode != Mode.CHECKPOINT) {
            return new KilledRun(SmallTraining.records(run), partial);
          }
        } else if (process.awaitEnd() != 0) {
          throw new IOException("a training run failed before it was killed: " + process.output());
        }
      }
      TemporaryDirectory.delete(run);
    }
    throw new IOException(MAX_ATTEMPTS + " training runs could not be killed in the chosen state");
  }

  private static boolean isWritingCheckpoint(Path run) {
    File checkpoints = run.resolve("checkpoints").toFile();
    String[] parts = checkpoints.list((directory, name) -> name.endsWith(".checkpoint.part"));
    return parts != null && parts.length > 0;
  }

  private static Trial resume(
      Path run, Mode mode, KilledRun killed, @Nullable Results undisturbed) {
    Violation violation = null;
    String message = "";
    try {
      long lost = killed.records() - SmallTraining.resume(run);
      if (undisturbed != null) {
        violation = Results.of(run).matches(undisturbed) ? null : Violation.RESULTS_DIFFER;
      } else if (lost > SmallTraining.EPISODE_STEPS + END_RECORDS) {
        violation = Violation.LOST_EPISODE;
        message = lost + " records";
      }
    } catch (IOException | ConfigException e) {
      violation = Violation.NOT_RESUMED;
      message = String.valueOf(e.getMessage());
    }
    return new Trial(mode, killed.records(), killed.partialCheckpoint(), violation, message);
  }
}
