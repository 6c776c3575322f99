package minitaur.controller.record;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import minitaur.controller.format.protobuf.ProtobufMessage;
import minitaur.controller.format.tensorboard.EventFileWriter;
import minitaur.controller.learn.LearnerMetrics;
import minitaur.controller.learn.Metric;
import minitaur.controller.run.EpisodeRow;
import minitaur.controller.run.ProgressRow;
import minitaur.hal.file.FileErrors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a run's scalars for TensorBoard, with the names of Stable-Baselines3 where they exist. As
 * in Stable-Baselines3, {@code rollout/} scalars are means over the last 100 episodes.
 *
 * <p>The run's tables contain the same data. If the file cannot be written, a warning is logged
 * once and the run continues.
 */
public final class TensorBoardWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TensorBoardWriter.class);
  private static final int WINDOW = 100;
  private static final long UPDATE_INTERVAL = 1000;

  /** Name prefix of an evaluation's metrics in {@link ProgressRow#metrics}. */
  public static final String EVALUATION = "evaluation_";

  /** Stable-Baselines3 names of metrics that have different names in this project. */
  private static final Map<String, String> TAGS =
      Map.of(
          "temperature",
          "ent_coef",
          "policy_loss",
          "actor_loss",
          "temperature_loss",
          "ent_coef_loss");

  private final Path directory;
  private final String config;
  private final InstantSource clock;
  private final Deque<EpisodeRow> window = new ArrayDeque<>();
  private @Nullable EventFileWriter file;
  private long purgeStep = -1;
  private long lastUpdates;
  private boolean failed;

  /**
   * Creates a writer; the file is created with the first scalar.
   *
   * @param directory of the run
   * @param config the effective configuration as YAML, written as the text of the hyperparameters
   * @param clock the wall clock
   */
  public TensorBoardWriter(Path directory, String config, InstantSource clock) {
    this.config = config;
    this.directory = directory;
    this.clock = clock;
  }

  /**
   * Continues after a checkpoint: purges events of later steps in earlier files.
   *
   * @param steps environment steps at the checkpoint
   */
  public void resumeAfter(long steps) {
    purgeStep = steps + 1;
  }

  /** Adds an episode that is already in an earlier file to the moving averages. */
  public void addToWindow(EpisodeRow episode) {
    window.addLast(episode);
    if (window.size() > WINDOW) {
      window.removeFirst();
    }
  }

  /** Writes the rollout scalars after an episode. */
  public void episode(EpisodeRow episode) {
    addToWindow(episode);
    ProtobufMessage scalars = EventFileWriter.scalars();
    EventFileWriter.addScalar(
        scalars, "rollout/ep_rew_mean", mean(row -> row.result().episodeReturn()));
    EventFileWriter.addScalar(scalars, "rollout/ep_len_mean", mean(row -> row.result().steps()));
    EventFileWriter.addScalar(
        scalars, "rollout/velocity_mean", mean(row -> row.result().meanVelocity()));
    EventFileWriter.addScalar(scalars, "rollout/fall_rate", mean(row -> row.fell() ? 1 : 0));
    EventFileWriter.addScalar(scalars, "rollout/dropped_mean", mean(row -> row.result().dropped()));
    EventFileWriter.addScalar(scalars, "time/episodes", episode.identity().episode() + 1);
    write(episode.identity().endStep(), scalars);
  }

  private double mean(ToDoubleFunction<EpisodeRow> value) {
    return window.stream().mapToDouble(value).average().orElse(Double.NaN);
  }

  /** Writes an evaluation and its metrics. */
  public void evaluation(ProgressRow row) {
    ProtobufMessage scalars = EventFileWriter.scalars();
    EventFileWriter.addScalar(scalars, "eval/mean_reward", row.evaluation().returnMean());
    EventFileWriter.addScalar(scalars, "eval/velocity", row.evaluation().velocityMean());
    EventFileWriter.addScalar(scalars, "eval/falls", row.evaluation().falls());
    EventFileWriter.addScalar(scalars, "eval/walks", row.evaluation().walks() ? 1 : 0);
    row.metrics()
        .forEach(
            (name, value) -> {
              if (name.startsWith(EVALUATION)) {
                EventFileWriter.addScalar(
                    scalars, "eval/" + name.substring(EVALUATION.length()), value);
              }
            });
    EventFileWriter.addScalar(scalars, "time/fps", row.speed().environmentStepsPerSecond());
    EventFileWriter.addScalar(scalars, "time/updates_per_second", row.speed().updatesPerSecond());
    EventFileWriter.addScalar(scalars, "time/time_elapsed", row.wallSeconds());
    write(row.step(), scalars);
  }

  /**
   * Writes the learner's metrics if at least {@value #UPDATE_INTERVAL} gradient steps have passed
   * since the last write.
   *
   * @param step environment steps of the run
   * @param updates gradient steps of the run
   */
  public void learner(long step, long updates, LearnerMetrics metrics) {
    if (updates < lastUpdates) {
      lastUpdates = updates; // The run returned to a checkpoint.
    }
    if (updates - lastUpdates < UPDATE_INTERVAL) {
      return;
    }
    lastUpdates = updates;
    ProtobufMessage scalars = EventFileWriter.scalars();
    for (Metric metric : metrics.list()) {
      String name = metric.name();
      EventFileWriter.addScalar(
          scalars, "train/" + TAGS.getOrDefault(name, name), metrics.value(name));
    }
    EventFileWriter.addScalar(scalars, "train/n_updates", updates);
    write(step, scalars);
  }

  private void write(long step, ProtobufMessage scalars) {
    if (failed) {
      return;
    }
    try {
      EventFileWriter open = file;
      if (open == null) {
        open = EventFileWriter.create(directory, clock);
        file = open;
        if (purgeStep >= 0) {
          open.purgeFrom(purgeStep);
        }
        // Indented by four characters, because TensorBoard then renders the text as a Markdown code
        // block.
        open.writeText(Math.max(0, purgeStep), "hyperparameters", config.indent(4));
      }
      open.write(step, scalars);
    } catch (IOException e) {
      failed = true;
      LOG.warn(
          "The scalars for TensorBoard cannot be written to {}: {}. The run continues; its CSV"
              + " tables contain the same data.",
          directory,
          FileErrors.reason(e));
    }
  }

  @Override
  public void close() throws IOException {
    EventFileWriter open = file;
    if (open != null) {
      open.close();
    }
  }
}
