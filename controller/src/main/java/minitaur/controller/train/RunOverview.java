package minitaur.controller.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import minitaur.controller.config.ConfigException;
import minitaur.controller.run.CsvFormatException;
import minitaur.controller.run.CsvTable;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.run.RunDirectoryException;
import minitaur.controller.settings.ControllerConfig;
import minitaur.hal.file.FileErrors;

/**
 * State and results of a run, read from its directory.
 *
 * @param path its directory
 * @param state whether it is running, finished, or can be resumed
 * @param problem why it is broken; empty when it is not
 * @param task its configured task; all zero when that cannot be read
 * @param results its results so far
 * @param lastChange latest modification time of its files
 * @param bytes total size of its files
 */
public record RunOverview(
    Path path,
    State state,
    String problem,
    Task task,
    Results results,
    Instant lastChange,
    long bytes) {

  /** State of a run. */
  public enum State {
    /** A process holds the lock of the run. */
    RUNNING,
    /** The run has reached its configured length. */
    FINISHED,
    /** The run can be resumed. */
    STOPPED,
    /** The run cannot be read or resumed. */
    BROKEN
  }

  /**
   * Configured task of a run.
   *
   * @param profile the simulation profile, or the external environment
   * @param seed random seed
   * @param steps length, environment steps
   */
  public record Task(String profile, long seed, long steps) {
    private static final Task UNKNOWN = new Task("", 0, 0);

    private static Task of(ControllerConfig config) {
      return new Task(
          config.environment().isExternal()
              ? config.environment().id()
              : config.sim().profile().name().toLowerCase(Locale.ROOT),
          config.run().seed(),
          config.run().steps());
    }
  }

  /**
   * Results of a run so far.
   *
   * @param steps environment steps taken
   * @param evaluatedSteps environment steps at the last evaluation
   * @param bestVelocityMetresPerSec largest mean velocity of an evaluation; NaN before the first
   * @param bestReturn largest mean return of an evaluation; NaN before the first
   */
  public record Results(
      long steps, long evaluatedSteps, double bestVelocityMetresPerSec, double bestReturn) {
    private static final Results NONE = new Results(0, 0, Double.NaN, Double.NaN);

    private static Results of(Path run) throws IOException {
      Path progress = run.resolve(RunDirectory.PROGRESS);
      double evaluated = max(progress, "step");
      double collected = max(run.resolve(RunDirectory.EPISODES), "end_step");
      return new Results(
          (long) Math.max(zeroIfNaN(evaluated), zeroIfNaN(collected)),
          (long) zeroIfNaN(evaluated),
          max(progress, "evaluation_velocity_mean"),
          max(progress, "evaluation_return_mean"));
    }

    /** Max of a column; NaN when it has no values. */
    private static double max(Path table, String column) throws IOException {
      if (!Files.exists(table) || Files.size(table) == 0) {
        return Double.NaN;
      }
      double max = Double.NaN;
      try {
        for (double value : CsvTable.read(table).numbers(column)) {
          if (!Double.isNaN(value) && !(value <= max)) {
            max = value;
          }
        }
      } catch (CsvFormatException e) {
        return Double.NaN; // A corrupted table is rewritten when the run is resumed.
      }
      return max;
    }

    private static double zeroIfNaN(double value) {
      return Double.isNaN(value) ? 0 : value;
    }
  }

  /**
   * Lists the runs in a directory, sorted by name; if {@code directory} is itself a run, only that
   * one.
   *
   * <p>Must not be called by a process that holds the lock of one of the runs, because on some
   * systems the check releases the lock.
   *
   * @throws RunDirectoryException when there is no such directory
   */
  public static List<RunOverview> list(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new RunDirectoryException(
          directory + ": no such directory; by default a training run creates its own in runs");
    }
    if (RunDirectory.isRun(directory)) {
      return List.of(of(directory));
    }
    List<RunOverview> overviews = new ArrayList<>();
    try (Stream<Path> entries = Files.list(directory)) {
      for (Path run : entries.filter(RunDirectory::isRun).sorted().toList()) {
        overviews.add(ofListed(run));
      }
    }
    return overviews;
  }

  /** The state of one of several runs; broken if its files cannot be read, as those of others. */
  private static RunOverview ofListed(Path run) throws IOException {
    try {
      return of(run);
    } catch (IOException e) {
      return new RunOverview(
          run,
          State.BROKEN,
          FileErrors.message(e),
          Task.UNKNOWN,
          Results.NONE,
          Files.getLastModifiedTime(run).toInstant(),
          0);
    }
  }

  private static RunOverview of(Path run) throws IOException {
    DiskUsage usage = DiskUsage.of(run);
    boolean running = RunDirectory.isInUse(run);
    Task task = Task.UNKNOWN;
    Results results = Results.NONE;
    String problem = "";
    boolean finished = false;
    try {
      problem = running ? "" : ResumeCheck.problem(run);
      task = Task.of(ControllerConfig.ofRun(run, List.of()));
      results = Results.of(run);
      finished = results.evaluatedSteps() >= task.steps();
    } catch (ConfigException | RunDirectoryException | CsvFormatException e) {
      problem = problem.isEmpty() ? String.valueOf(e.getMessage()) : problem;
    } catch (NoSuchFileException e) {
      problem = e.getFile() + " was deleted during the scan";
    }
    State state = finished ? State.FINISHED : State.STOPPED;
    if (running) {
      state = State.RUNNING;
    } else if (!problem.isEmpty()) {
      state = State.BROKEN;
    }
    return new RunOverview(
        run,
        state,
        state == State.BROKEN ? problem : "",
        task,
        results,
        usage.lastModified(),
        usage.bytes());
  }
}
