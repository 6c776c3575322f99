package minitaur.controller.sweep;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import minitaur.controller.run.RunOverview;
import minitaur.controller.run.storage.AtomicFile;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.train.ResumeCheck;
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

  /** Returns the rows whose state is not final. */
  public List<SweepRow> unfinishedRows(SweepPlan plan) throws IOException {
    return status(plan).stream()
        .filter(status -> !status.state().isFinal())
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
      boolean failed = Files.exists(outcome(row)) && !Outcome.read(outcome(row)).isDone();
      rows.add(new SuccessiveHalving.Member(row, halving.progress(run(row), failed)));
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
      List<RunOverview> runs =
          RunOverview.list(
              run(row),
              ResumeCheck::problem,
              path -> ControllerConfig.ofRun(path, List.of()).overview());
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
    if (Files.exists(outcome(row)) && !Outcome.read(outcome(row)).isDone()) {
      Files.delete(outcome(row));
    }
  }

  /**
   * Deletes a run that was interrupted before its first checkpoint. It restarts from its seed and
   * gives the same result.
   */
  public void deleteRun(SweepRow row) throws IOException {
    List<Path> content;
    try (Stream<Path> paths = Files.walk(run(row))) {
      content = paths.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : content) {
      Files.delete(each);
    }
  }
}
