package minitaur.controller.record;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.ToDoubleFunction;
import minitaur.controller.format.tensorboard.EventFile;
import minitaur.controller.format.tensorboard.ProtocolBuffer;
import minitaur.controller.run.EpisodeRow;
import minitaur.controller.run.ProgressRow;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run's scalars for TensorBoard, under the names that Stable-Baselines3 uses where it has one.
 * Those of {@code rollout/} are means over the last hundred episodes, as there.
 *
 * <p>The run's tables hold all of it too: when the file cannot be written the log says so once, and
 * the run goes on without.
 */
public final class RunScalars implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunScalars.class);
  private static final int WINDOW = 100;

  private final Path directory;
  private final InstantSource clock;
  private final Deque<EpisodeRow> window = new ArrayDeque<>();
  private @Nullable EventFile file;
  private long purgeStep = -1;
  private boolean failed;

  /**
   * Scalars of a run; the file is made with the first of them.
   *
   * @param directory of the run
   * @param clock the wall clock
   */
  public RunScalars(Path directory, InstantSource clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /**
   * Goes on behind a checkpoint: whatever earlier files say of later steps is taken back.
   *
   * @param steps environment steps at the checkpoint
   */
  public void resumeAfter(long steps) {
    purgeStep = steps + 1;
  }

  /** Adds an episode that is already in an earlier file to the means. */
  public void remember(EpisodeRow episode) {
    window.addLast(episode);
    if (window.size() > WINDOW) {
      window.removeFirst();
    }
  }

  /** Writes what an episode changes. */
  public void episode(EpisodeRow episode) {
    remember(episode);
    ProtocolBuffer scalars = EventFile.scalars();
    EventFile.addScalar(scalars, "rollout/ep_rew_mean", mean(EpisodeRow::episodeReturn));
    EventFile.addScalar(scalars, "rollout/ep_len_mean", mean(EpisodeRow::steps));
    EventFile.addScalar(scalars, "rollout/velocity_mean", mean(EpisodeRow::meanVelocity));
    EventFile.addScalar(scalars, "rollout/fall_rate", mean(row -> row.fell() ? 1 : 0));
    EventFile.addScalar(scalars, "rollout/dropped_mean", mean(EpisodeRow::dropped));
    EventFile.addScalar(scalars, "time/episodes", episode.episode() + 1);
    write(episode.endStep(), scalars);
  }

  private double mean(ToDoubleFunction<EpisodeRow> value) {
    return window.stream().mapToDouble(value).average().orElse(Double.NaN);
  }

  /** Writes what an evaluation showed, and the state of the learner. */
  public void evaluation(ProgressRow row) {
    ProtocolBuffer scalars = EventFile.scalars();
    EventFile.addScalar(scalars, "eval/mean_reward", row.evaluationReturnMean());
    EventFile.addScalar(scalars, "eval/velocity", row.evaluationVelocityMean());
    EventFile.addScalar(scalars, "eval/falls", row.evaluationFalls());
    EventFile.addScalar(scalars, "eval/walks", row.walks() ? 1 : 0);
    EventFile.addScalar(scalars, "train/ent_coef", row.temperature());
    EventFile.addScalar(scalars, "train/entropy", row.policyEntropy());
    EventFile.addScalar(scalars, "train/critic_loss", (row.q1Loss() + row.q2Loss()) / 2);
    EventFile.addScalar(scalars, "train/actor_loss", row.policyLoss());
    EventFile.addScalar(scalars, "train/q_mean", row.qMean());
    EventFile.addScalar(scalars, "train/n_updates", row.updates());
    EventFile.addScalar(scalars, "time/fps", row.environmentStepsPerSecond());
    EventFile.addScalar(scalars, "time/updates_per_second", row.updatesPerSecond());
    EventFile.addScalar(scalars, "time/time_elapsed", row.wallSeconds());
    write(row.step(), scalars);
  }

  private void write(long step, ProtocolBuffer scalars) {
    if (failed) {
      return;
    }
    try {
      EventFile open = file;
      if (open == null) {
        open = EventFile.create(directory, clock);
        file = open;
        if (purgeStep >= 0) {
          open.purgeFrom(purgeStep);
        }
      }
      open.write(step, scalars);
    } catch (IOException e) {
      failed = true;
      LOG.warn(
          "The scalars for TensorBoard cannot be written to {}: {}. The run goes on without; its"
              + " tables hold the same.",
          directory,
          e.toString());
    }
  }

  @Override
  public void close() throws IOException {
    EventFile open = file;
    if (open != null) {
      open.close();
    }
  }
}
