package minitaur.controller.sweep;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import minitaur.controller.run.RunOverview;
import minitaur.controller.run.storage.AtomicFile;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.train.Resumption;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a sweep.
 *
 * <pre>
 *   ROW/          the directory of a run
 *   ROW.log       output of its processes
 *   ROW.outcome   exit code of a finished row, and the reason of a failure
 *   report.csv    the report, and its plots beside it
 * </pre>
 *
 * @param path the directory
 */
public record SweepDirectory(Path path) {
  /** State of a row. */
  public enum State {
    /** Not started. */
    PENDING,
    /** A process is training it. */
    RUNNING,
    /** Started, but no process is training it; it is resumed. */
    INTERRUPTED,
    /** Finished. */
    DONE,
    /** Failed; it is not repeated. */
    FAILED
  }

  /**
   * Status of a row.
   *
   * @param reason of a failure; empty otherwise
   * @param run its run; null before its start
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

  /** The status of every row. */
  public List<Status> status(SweepPlan plan) throws IOException {
    List<Status> all = new ArrayList<>();
    for (SweepRow row : plan.rows()) {
      all.add(status(row));
    }
    return all;
  }

  /** The rows that are neither done nor failed. */
  public List<SweepRow> unfinished(SweepPlan plan) throws IOException {
    List<SweepRow> rows = new ArrayList<>();
    for (Status status : status(plan)) {
      switch (status.state()) {
        case DONE, FAILED -> {}
        case PENDING, RUNNING, INTERRUPTED -> rows.add(status.row());
      }
    }
    return rows;
  }

  /** The status of a row. */
  public Status status(SweepRow row) throws IOException {
    RunOverview run = null;
    if (Files.isDirectory(run(row))) {
      List<RunOverview> runs =
          RunOverview.list(
              run(row),
              Resumption::problem,
              path -> ControllerConfig.ofRun(path, List.of()).overview());
      run = runs.isEmpty() ? null : runs.get(0);
    }
    if (Files.exists(outcome(row))) {
      List<String> lines = Files.readAllLines(outcome(row));
      boolean done = !lines.isEmpty() && lines.get(0).equals("0");
      String reason = lines.size() > 1 ? lines.get(1) : "";
      return new Status(row, done ? State.DONE : State.FAILED, reason, run);
    }
    if (run == null) {
      return new Status(row, State.PENDING, "", null);
    }
    boolean running = run.state() == RunOverview.State.RUNNING;
    return new Status(row, running ? State.RUNNING : State.INTERRUPTED, "", run);
  }

  /**
   * Records that a row is finished.
   *
   * @param exitCode of its training; 0 for success
   * @param reason of a failure, one line
   */
  public void recordOutcome(SweepRow row, int exitCode, String reason) throws IOException {
    Files.createDirectories(path);
    AtomicFile.write(
        outcome(row), (exitCode + "\n" + reason + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Forgets the failures, so that failed rows are repeated. */
  public void retryFailed(SweepPlan plan) throws IOException {
    for (Status status : status(plan)) {
      if (status.state() == State.FAILED) {
        Files.delete(outcome(status.row()));
      }
    }
  }

  /**
   * Deletes a run that was interrupted before its first checkpoint; it starts again from its seed,
   * with the same bits.
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
