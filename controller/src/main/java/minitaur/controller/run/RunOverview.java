package minitaur.controller.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import minitaur.controller.config.ConfigException;

/**
 * What a run has come to, as its directory tells.
 *
 * @param path its directory
 * @param state whether it runs, has ended, or can go on
 * @param problem why it is broken; empty when it is not
 * @param task what it was configured to do; all zero when that cannot be read
 * @param results what it has come to
 * @param lastChange when one of its files changed last
 * @param bytes length of its files together
 */
public record RunOverview(
    Path path,
    State state,
    String problem,
    Task task,
    Results results,
    Instant lastChange,
    long bytes) {

  /** Finds what keeps a run from being resumed. */
  @FunctionalInterface
  public interface Problems {
    /** Why the run in a directory cannot be resumed; empty when it can. */
    String of(Path run) throws IOException;
  }

  /** What a run is doing. */
  public enum State {
    /** A process holds its lock. */
    RUNNING,
    /** It came to its configured length. */
    FINISHED,
    /** It can be resumed. */
    STOPPED,
    /** It can be neither read nor resumed. */
    BROKEN
  }

  /**
   * What a run was configured to do.
   *
   * @param profile the simulation profile
   * @param seed root of its random streams
   * @param steps its length in environment steps
   */
  public record Task(String profile, long seed, long steps) {
    private static final Task UNKNOWN = new Task("", 0, 0);
  }

  /** Reads what a run was configured to do. */
  @FunctionalInterface
  public interface TaskReader {
    /**
     * Reads the configuration of the run in a directory.
     *
     * @throws RunDirectoryException when no run is there
     * @throws ConfigException when it cannot be used
     */
    Task read(Path run) throws RunDirectoryException;
  }

  /**
   * What a run has come to.
   *
   * @param steps environment steps taken
   * @param evaluatedSteps environment steps at its last evaluation
   * @param bestVelocityMetresPerSec largest mean velocity of an evaluation; NaN before the first
   * @param bestReturn largest mean return of an evaluation; NaN before the first
   */
  public record Results(
      long steps, long evaluatedSteps, double bestVelocityMetresPerSec, double bestReturn) {
    private static final Results NONE = new Results(0, 0, Double.NaN, Double.NaN);

    private static Results of(Path run) throws IOException {
      Path progress = run.resolve(RunDirectory.PROGRESS);
      double evaluated = largest(progress, "step");
      double collected = largest(run.resolve(RunDirectory.EPISODES), "end_step");
      return new Results(
          (long) Math.max(zeroForNone(evaluated), zeroForNone(collected)),
          (long) zeroForNone(evaluated),
          largest(progress, "evaluation_velocity_mean"),
          largest(progress, "evaluation_return_mean"));
    }

    /** Largest number of a column; NaN when there is none. */
    private static double largest(Path table, String column) throws IOException {
      if (!Files.exists(table) || Files.size(table) == 0) {
        return Double.NaN;
      }
      double largest = Double.NaN;
      try {
        for (double value : CsvTable.read(table).numbers(column)) {
          if (!Double.isNaN(value) && !(value <= largest)) {
            largest = value;
          }
        }
      } catch (CsvFormatException e) {
        return Double.NaN; // A damaged table is written anew when the run is resumed.
      }
      return largest;
    }

    private static double zeroForNone(double value) {
      return Double.isNaN(value) ? 0 : value;
    }
  }

  /**
   * The runs in a directory, by name; the run itself when {@code directory} is one.
   *
   * <p>Not for a process that holds the lock of one of them: some systems take it away when the
   * process looks at it.
   *
   * @throws RunDirectoryException when there is no such directory
   */
  public static List<RunOverview> list(Path directory, Problems problems, TaskReader tasks)
      throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new RunDirectoryException(
          directory + ": there is no such directory; a training begins one in runs");
    }
    if (RunDirectory.isRun(directory)) {
      return List.of(of(directory, problems, tasks));
    }
    List<RunOverview> overviews = new ArrayList<>();
    try (Stream<Path> entries = Files.list(directory)) {
      for (Path run : entries.filter(RunDirectory::isRun).sorted().toList()) {
        overviews.add(of(run, problems, tasks));
      }
    }
    return overviews;
  }

  private static RunOverview of(Path run, Problems problems, TaskReader tasks) throws IOException {
    DiskUsage usage = DiskUsage.of(run);
    boolean running = RunDirectory.isInUse(run);
    Task task = Task.UNKNOWN;
    Results results = Results.NONE;
    String problem = "";
    try {
      problem = running ? "" : problems.of(run);
      task = tasks.read(run);
      results = Results.of(run);
      boolean finished = results.evaluatedSteps() >= task.steps();
      if (finished && problem.isEmpty() && !running) {
        return new RunOverview(
            run, State.FINISHED, "", task, results, usage.lastChange(), usage.bytes());
      }
    } catch (ConfigException | RunDirectoryException | CsvFormatException e) {
      problem = problem.isEmpty() ? String.valueOf(e.getMessage()) : problem;
    } catch (NoSuchFileException e) {
      problem = "lost " + e.getFile() + " while it was looked at";
    }
    State state = running ? State.RUNNING : problem.isEmpty() ? State.STOPPED : State.BROKEN;
    return new RunOverview(
        run,
        state,
        state == State.BROKEN ? problem : "",
        task,
        results,
        usage.lastChange(),
        usage.bytes());
  }
}
