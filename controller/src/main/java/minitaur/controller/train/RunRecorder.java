package minitaur.controller.train;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.learn.LearnerMetrics;
import minitaur.controller.operator.OperatorCounts;
import minitaur.controller.record.RunScalars;
import minitaur.controller.run.CsvLog;
import minitaur.controller.run.CsvTable;
import minitaur.controller.run.EpisodeRow;
import minitaur.controller.run.ProgressRow;
import minitaur.controller.run.RunDirectory;

/** Writes what happened in a run to its tables and curves, and keeps its time. */
final class RunRecorder implements AutoCloseable {
  private final RunDirectory directory;
  private final CsvLog episodes;
  private final CsvLog progress;
  private final RunScalars scalars;
  private final long startNanos = System.nanoTime();
  private double earlierSeconds;
  private long lastSteps;
  private long lastUpdates;
  private double lastSeconds;

  /** Rows that wait to be written, oldest first. */
  private final Deque<Row> unwritten = new ArrayDeque<>();

  private record Row(CsvLog table, List<?> values) {}

  RunRecorder(RunDirectory directory) throws IOException {
    this.directory = directory;
    scalars = new RunScalars(directory.path(), InstantSource.system());
    episodes = CsvLog.open(directory.episodes(), EpisodeRow.COLUMNS);
    try {
      progress = CsvLog.open(directory.progress(), ProgressRow.COLUMNS);
    } catch (IOException | RuntimeException e) {
      episodes.close();
      throw e;
    }
  }

  /**
   * Writes the rows that were added.
   *
   * @return whether one of them was an evaluation
   * @throws IOException when the disk does not take a row; it and those after it can be written
   *     later
   */
  boolean flush() throws IOException {
    boolean evaluation = false;
    for (Row row = unwritten.peek(); row != null; row = unwritten.peek()) {
      row.table().append(row.values());
      unwritten.remove();
      evaluation |= row.table() == progress;
    }
    return evaluation;
  }

  /** Adds a row for an episode that ended at environment step {@code endStep} of the run. */
  void episode(EpisodeSummary summary, OperatorCounts counts, long endStep) {
    EpisodeRow row =
        new EpisodeRow(
            summary.index(),
            endStep,
            summary.steps(),
            summary.episodeReturn(),
            summary.meanForwardVelocityMetresPerSec(),
            summary.distanceMetres(),
            summary.describeEnd().replace(",", ""),
            summary.droppedTransitions(),
            summary.policyId(),
            summary.energyJoules(),
            seconds(),
            counts.resets(),
            counts.standUps(),
            counts.resetsPerHundredEpisodes(),
            counts.robotSeconds() / 60,
            counts.humanSeconds() / 60);
    unwritten.add(new Row(episodes, row.values()));
    scalars.episode(row);
  }

  /** Adds a row for an evaluation. */
  void evaluation(long step, EvaluationResult result, long updates, LearnerMetrics metrics) {
    double now = seconds();
    double passed = now - lastSeconds;
    ProgressRow row =
        new ProgressRow(
            step,
            updates,
            now,
            result.meanReturn(),
            result.minimumReturn(),
            result.maximumReturn(),
            result.meanVelocityMetresPerSec(),
            result.falls(),
            result.walks(),
            metrics.value("temperature"),
            metrics.value("entropy"),
            metrics.value("q1_loss"),
            metrics.value("q2_loss"),
            metrics.value("mean_q"),
            metrics.value("policy_loss"),
            (updates - lastUpdates) / passed,
            (step - lastSteps) / passed);
    unwritten.add(new Row(progress, row.values()));
    scalars.evaluation(row);
    lastSteps = step;
    lastUpdates = updates;
    lastSeconds = now;
  }

  /** Time spent on this run, pauses between its parts left out. */
  double seconds() {
    return earlierSeconds + (System.nanoTime() - startNanos) * 1e-9;
  }

  void save(DataOutput out) throws IOException {
    out.writeDouble(seconds());
  }

  /**
   * Takes the tables back to where a checkpoint was made, {@code steps} environment steps into the
   * run.
   */
  void restore(DataInput in, long steps, long updates) throws IOException {
    earlierSeconds = in.readDouble() - (System.nanoTime() - startNanos) * 1e-9;
    episodes.truncateAfter("end_step", steps);
    progress.truncateAfter("step", steps);
    scalars.resumeAfter(steps);
    EpisodeRow.of(CsvTable.read(directory.episodes())).forEach(scalars::remember);
    lastSteps = steps;
    lastUpdates = updates;
    lastSeconds = seconds();
  }

  @Override
  public void close() throws IOException {
    try (episodes;
        progress;
        scalars) {
      // Closing is all there is to do.
    }
  }
}
