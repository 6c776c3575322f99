package minitaur.controller.sweep;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import minitaur.controller.config.ConfigDifferences;
import minitaur.controller.config.ConfigException;
import minitaur.controller.config.ConfigWriter;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.run.RunDirectoryException;
import minitaur.controller.run.storage.TemporaryDirectory;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.train.RunOverview;
import minitaur.hal.file.AtomicFile;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a sweep.
 *
 * <pre>
 *   ROW/          directory of a run
 *   ROW.log       output of its processes
 *   ROW.outcome   exit code of a finished row, and the reason of a failure
 *   report.csv    report; its plots are in the same directory
 * </pre>
 *
 * @param path the directory
 */
public record SweepDirectory(Path path) {
  /** State of a row. */
  public enum State {
    /** Not started. */
    PENDING,
    /** A process is training the row. */
    RUNNING,
    /** Started, but no process is training the row; it will be resumed. */
    INTERRUPTED,
    /** Has reached a rung of {@link SuccessiveHalving} that other rows have not reached. */
    WAITING,
    /** Finished. */
    DONE,
    /** Failed; not repeated. */
    FAILED,
    /** Stopped early by {@link SuccessiveHalving}. */
    STOPPED;

    /** Whether the row needs no further training. */
    public boolean isFinal() {
      return switch (this) {
        case DONE, FAILED, STOPPED -> true;
        case PENDING, RUNNING, INTERRUPTED, WAITING -> false;
      };
    }

    /** Name in tables. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Status of a row.
   *
   * @param reason of a failure, an early stop or a wait; empty otherwise
   * @param run the row's run; null before its start
   */
  public record Status(SweepRow row, State state, String reason, @Nullable RunOverview run) {}

  /** The directory of a row's run. */
  public Path run(SweepRow row) {
    return path.resolve(row.name());
  }

  /** The file with the output of a row's processes. */
  public Path log(SweepRow row) {
    return path.resolve(row.name() + ".log");
  }

  private Path outcome(SweepRow row) {
    return path.resolve(row.name() + ".outcome");
  }

  /** Returns the status of every row. */
  public List<Status> status(SweepPlan plan) throws IOException {
    Map<SweepRow, SuccessiveHalving.Decision> decisions = decisions(plan);
    List<Status> all = new ArrayList<>();
    for (SweepRow row : plan.rows()) {
      all.add(status(row, decisions));
    }
    return all;
  }

  /** Returns the status of a row. */
  public Status status(SweepPlan plan, SweepRow row) throws IOException {
    return status(row, decisions(plan));
  }

  /**
   * Checks that the runs were trained with the settings of the plan. The name of a row contains
   * only the settings in which it differs from other rows, so its directory may hold a run of an
   * earlier version of the plan, whose result is not that of the row.
   *
   * @throws ConfigException for the first run with other settings
   */
  public void requireSameSettings(SweepPlan plan) throws IOException {
    for (Status status : status(plan)) {
      requireSameSettings(plan, status);
    }
  }

  /**
   * Checks that the run of a row was trained with the settings of the plan.
   *
   * @throws ConfigException when a setting differs
   */
  public void requireSameSettings(SweepPlan plan, Status status) throws IOException {
    RunOverview run = status.run();
    // The configuration of a broken run is not necessarily the one that it was trained with.
    boolean broken =
        run != null && run.state() == RunOverview.State.BROKEN && status.state() != State.DONE;
    if (run == null || broken) {
      return;
    }
    Map<String, String> before;
    try {
      before = ConfigWriter.settings(ControllerConfig.ofRun(run.path(), List.of()));
    } catch (ConfigException | RunDirectoryException unreadable) {
      return; // Cannot be reported or resumed either; that error has the details.
    }
    Map<String, String> requested = ConfigWriter.settings(plan.configuration(status.row()));
    List<String> differences =
        ConfigDifferences.describe(before, "in this run", requested, "in the plan");
    if (!differences.isEmpty()) {
      throw ConfigException.of(
          run.path().toString(),
          ConfigDifferences.summary(differences),
          "use another --dir or the settings of this run; to train the row again, delete this"
              + " directory and "
              + outcome(status.row()).getFileName());
    }
  }

  /** Returns the rows whose state is not final. */
  public List<SweepRow> unfinishedRows(SweepPlan plan) throws IOException {
    return status(plan).stream()
        .filter(status -> !status.state().isFinal())
        .map(Status::row)
        .toList();
  }

  /** Returns the rows that have finished, in the order of the plan. */
  List<SweepRow> finishedRows(SweepPlan plan) throws IOException {
    return status(plan).stream()
        .filter(status -> status.state() == State.DONE)
        .map(Status::row)
        .toList();
  }

  /** Returns the decision of successive halving for every row; empty without halving. */
  Map<SweepRow, SuccessiveHalving.Decision> decisions(SweepPlan plan) throws IOException {
    SuccessiveHalving halving = plan.halving();
    if (halving == null) {
      return Map.of();
    }
    List<SuccessiveHalving.Member> rows = new ArrayList<>();
    for (SweepRow row : plan.rows()) {
      rows.add(new SuccessiveHalving.Member(row, halving.progress(run(row), hasFailed(row))));
    }
    return halving.decide(rows);
  }

  /**
   * Environment steps at whose evaluation a row pauses for a decision of successive halving; empty
   * if it does not pause.
   */
  public OptionalLong pauseAt(SweepPlan plan, SweepRow row) throws IOException {
    return decisions(plan).get(row) instanceof SuccessiveHalving.Train train
            && train.untilStep() != Long.MAX_VALUE
        ? OptionalLong.of(train.untilStep())
        : OptionalLong.empty();
  }

  /**
   * With successive halving, whether a row has been evaluated at or after {@code steps} environment
   * steps; false without halving.
   */
  public boolean hasReached(SweepPlan plan, SweepRow row, long steps) throws IOException {
    SuccessiveHalving halving = plan.halving();
    return halving != null && halving.progress(run(row), false).hasReached(steps);
  }

  private Status status(SweepRow row, Map<SweepRow, SuccessiveHalving.Decision> decisions)
      throws IOException {
    RunOverview run = null;
    if (Files.isDirectory(run(row))) {
      List<RunOverview> runs = RunOverview.list(run(row));
      run = runs.isEmpty() ? null : runs.get(0);
    }
    if (Files.exists(outcome(row))) {
      Outcome outcome = Outcome.read(outcome(row));
      return new Status(row, outcome.isDone() ? State.DONE : State.FAILED, outcome.reason(), run);
    }
    if (run != null && run.state() == RunOverview.State.RUNNING) {
      return new Status(row, State.RUNNING, "", run);
    }
    SuccessiveHalving.Decision decision = decisions.get(row);
    if (decision instanceof SuccessiveHalving.Stop stop) {
      return new Status(row, State.STOPPED, stop.reason(), run);
    }
    if (decision instanceof SuccessiveHalving.Wait wait) {
      return new Status(row, State.WAITING, wait.reason(), run);
    }
    return new Status(row, run == null ? State.PENDING : State.INTERRUPTED, "", run);
  }

  /**
   * Outcome of a row.
   *
   * @param code exit code of its training; 0 for success
   * @param reason of a failure
   */
  private record Outcome(String code, String reason) {
    static Outcome read(Path file) throws IOException {
      List<String> lines = Files.readAllLines(file);
      return new Outcome(lines.isEmpty() ? "" : lines.get(0), lines.size() > 1 ? lines.get(1) : "");
    }

    boolean isDone() {
      return code.equals("0");
    }
  }

  /**
   * Records the outcome of a row.
   *
   * @param exitCode of its training; 0 for success
   * @param reason of a failure, one line
   */
  public void recordOutcome(SweepRow row, int exitCode, String reason) throws IOException {
    Files.createDirectories(path);
    AtomicFile.write(
        outcome(row), (exitCode + "\n" + reason + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Deletes the outcomes of failed rows, so that they are repeated. */
  public void retryFailed(SweepPlan plan) throws IOException {
    for (SweepRow row : plan.rows()) {
      retryFailed(row);
    }
  }

  /** Deletes the outcome of a row if it failed. */
  public void retryFailed(SweepRow row) throws IOException {
    if (hasFailed(row)) {
      Files.delete(outcome(row));
    }
  }

  private boolean hasFailed(SweepRow row) throws IOException {
    return Files.exists(outcome(row)) && !Outcome.read(outcome(row)).isDone();
  }

  /** Whether a run has checkpoints, usable or not, or evaluations. */
  public boolean hasResults(SweepRow row) throws IOException {
    Path progress = run(row).resolve(RunDirectory.PROGRESS);
    if (Files.exists(progress)) {
      try (Stream<String> lines = Files.lines(progress, StandardCharsets.ISO_8859_1)) {
        if (lines.skip(1).findAny().isPresent()) {
          return true;
        }
      }
    }
    Path checkpoints = run(row).resolve("checkpoints");
    if (!Files.isDirectory(checkpoints)) {
      return false;
    }
    // Besides checkpoints, there are a copy of the configuration and incomplete files.
    try (Stream<Path> files = Files.list(checkpoints)) {
      return files.map(Path::toString).anyMatch(each -> !each.matches(".*\\.(yaml|part)"));
    }
  }

  /**
   * Deletes a run that was interrupted before its first checkpoint, see {@link #hasResults}. It
   * restarts from its seed and gives the same result.
   */
  public void deleteRun(SweepRow row) throws IOException {
    TemporaryDirectory.delete(run(row));
  }
}
