package minitaur.controller.train;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.gait.GaitMetric;
import minitaur.controller.learn.LearnerMetrics;
import minitaur.controller.learn.Metric;
import minitaur.controller.operator.OperatorCounts;
import minitaur.controller.record.TensorBoardWriter;
import minitaur.controller.run.CsvFormatException;
import minitaur.controller.run.CsvLog;
import minitaur.controller.run.CsvTable;
import minitaur.controller.run.EpisodeRow;
import minitaur.controller.run.ProgressRow;
import minitaur.controller.run.RunDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the tables and TensorBoard scalars of a run, and measures its duration. */
final class RunRecorder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunRecorder.class);

  private final RunDirectory directory;
  private final CsvLog episodes;
  private final CsvLog progress;
  private final TensorBoardWriter scalars;
  private final long startNanos = System.nanoTime();
  private double previousSeconds;
  private long lastSteps;
  private long lastUpdates;
  private double lastSeconds;

  /** Rows not yet written, oldest first. */
  private final Deque<Row> pendingRows = new ArrayDeque<>();

  private record Row(CsvLog table, List<?> values) {}

  /**
   * @param learner metrics of the run's learner
   * @param config the effective configuration as YAML
   */
  RunRecorder(RunDirectory directory, LearnerMetrics learner, String config) throws IOException {
    this.directory = directory;
    scalars = new TensorBoardWriter(directory.path(), config, InstantSource.system());
    episodes = open(directory.episodes(), EpisodeRow.COLUMNS);
    try {
      progress =
          open(
              directory.progress(),
              ProgressRow.columns(metrics(EvaluationResult.NONE, learner).keySet()));
    } catch (IOException | RuntimeException e) {
      episodes.close();
      throw e;
    }
  }

  private static CsvLog open(Path file, List<String> columns) throws IOException {
    try {
      return CsvLog.open(file, columns);
    } catch (CsvFormatException e) {
      backUp(file, String.valueOf(e.getMessage()));
      return CsvLog.open(file, columns);
    }
  }

  private static void backUp(Path file, String reason) throws IOException {
    Path backup = file.resolveSibling(file.getFileName() + ".damaged");
    Files.copy(file, backup, StandardCopyOption.REPLACE_EXISTING);
    Files.write(file, new byte[0]);
    LOG.warn(
        "{}. The table was rewritten from the checkpoint; the damaged one is {}.",
        ResumeCheck.printable(reason),
        backup);
  }

  /** Whether the tables contain any row. */
  boolean hasRows() {
    return episodes.text().lines().count() > 1 || progress.text().lines().count() > 1;
  }

  /**
   * Writes the rows that were added.
   *
   * @return whether one of them was an evaluation
   * @throws IOException if a row cannot be written; this row and the later ones stay queued
   */
  boolean flush() throws IOException {
    boolean evaluation = false;
    for (Row row = pendingRows.peek(); row != null; row = pendingRows.peek()) {
      row.table().append(row.values());
      pendingRows.remove();
      evaluation |= row.table() == progress;
    }
    return evaluation;
  }

  /** Adds a row for an episode that ended at environment step {@code endStep} of the run. */
  void addEpisode(EpisodeSummary summary, OperatorCounts counts, long endStep) {
    EpisodeRow row =
        new EpisodeRow(
            new EpisodeRow.Identity(summary.index(), endStep, summary.policyId()),
            new EpisodeRow.Result(
                summary.steps(),
                summary.episodeReturn(),
                summary.meanForwardVelocityMetresPerSec(),
                summary.distanceMetres(),
                summary.describeEnd().replace(",", ""),
                summary.droppedTransitions(),
                summary.energyJoules()),
            new EpisodeRow.Session(
                seconds(),
                counts.resets(),
                counts.standUps(),
                counts.resetsPerHundredEpisodes(),
                counts.robotSeconds() / 60,
                counts.humanSeconds() / 60));
    pendingRows.add(new Row(episodes, row.values()));
    scalars.episode(row);
  }

  /** Adds a row for an evaluation. */
  void addEvaluation(long step, EvaluationResult result, long updates, LearnerMetrics metrics) {
    double now = seconds();
    double elapsed = now - lastSeconds;
    ProgressRow row =
        new ProgressRow(
            step,
            updates,
            now,
            new ProgressRow.Evaluation(
                result.meanReturn(),
                result.returns().min(),
                result.returns().max(),
                result.meanVelocityMetresPerSec(),
                result.falls(),
                result.walks()),
            new ProgressRow.Speed((updates - lastUpdates) / elapsed, (step - lastSteps) / elapsed),
            metrics(result, metrics));
    pendingRows.add(new Row(progress, row.values(progress.columns())));
    scalars.evaluation(row);
    lastSteps = step;
    lastUpdates = updates;
    lastSeconds = now;
  }

  /** Metrics of an evaluation and of the learner by column name. */
  private static Map<String, Double> metrics(EvaluationResult result, LearnerMetrics learner) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    for (GaitMetric metric : GaitMetric.values()) {
      metrics.put(TensorBoardWriter.EVALUATION + metric.key(), result.gait().value(metric));
    }
    result
        .rewardTerms()
        .forEach(
            (term, value) -> metrics.put(TensorBoardWriter.EVALUATION + "reward_" + term, value));
    for (Metric metric : learner.list()) {
      metrics.put(metric.name(), learner.value(metric.name()));
    }
    return metrics;
  }

  /** Records the learner's metrics for TensorBoard. */
  void recordLearner(long step, long updates, LearnerMetrics metrics) {
    scalars.learner(step, updates, metrics);
  }

  /** Time spent on this run, without the pauses between its sessions. */
  double seconds() {
    return previousSeconds + (System.nanoTime() - startNanos) * 1e-9;
  }

  void save(DataOutput out) throws IOException {
    out.writeDouble(seconds());
    saveText(episodes.text(), out);
    saveText(progress.text(), out);
  }

  private static void saveText(String text, DataOutput out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /**
   * Restores the tables to the state of a checkpoint, made {@code steps} environment steps into the
   * run.
   */
  void restore(DataInput in, long steps, long updates) throws IOException {
    previousSeconds = in.readDouble() - (System.nanoTime() - startNanos) * 1e-9;
    restore(episodes, directory.episodes(), in);
    restore(progress, directory.progress(), in);
    scalars.resumeAfter(steps);
    EpisodeRow.of(CsvTable.read(directory.episodes())).forEach(scalars::addToWindow);
    lastSteps = steps;
    lastUpdates = updates;
    lastSeconds = seconds();
  }

  private static void restore(CsvLog table, Path file, DataInput in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    byte[] previous = Files.readAllBytes(file);
    if (!table.restore(new String(bytes, StandardCharsets.UTF_8))) {
      Path backup = file.resolveSibling(file.getFileName() + ".damaged");
      Files.write(backup, previous);
      LOG.warn(
          "{} differs from the checkpoint: damaged, edited or lost. It was rewritten from"
              + " the checkpoint; its previous contents are in {}.",
          file,
          backup);
    }
  }

  @Override
  public void close() throws IOException {
    try (episodes;
        progress;
        scalars) {
      // Only closes the resources.
    }
  }
}
