package minitaur.controller.train;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.operator.OperatorCounts;
import org.jspecify.annotations.Nullable;

/**
 * Runs episodes on the trainer's thread, one environment step per call. The same seed gives
 * bit-identical results, even if the run was killed and resumed.
 */
final class LockStepEpisodes implements ExperienceSource {
  private final Collector collector;
  private boolean stopping;
  private boolean paused;

  LockStepEpisodes(Collector collector) {
    this.collector = collector;
  }

  @Override
  public void start() {
    stopping = false;
  }

  @Override
  public Progress collect() {
    if (isExhausted() || (paused && !collector.isInEpisode())) {
      return Progress.NONE;
    }
    return switch (collector.advance()) {
      case STEP -> Progress.STEPS;
      case EPISODE_ENDED -> Progress.EPISODE_ENDED;
      case WAITED -> Progress.WAITED;
    };
  }

  @Override
  public void requestStop() {
    stopping = true;
  }

  @Override
  public boolean isExhausted() {
    return !collector.isInEpisode() && (stopping || collector.isAtLimit());
  }

  @Override
  public void setPauseReason(@Nullable String reason) {
    paused = reason != null;
  }

  @Override
  public boolean isSavable() {
    return !collector.isInEpisode();
  }

  @Override
  public long episodes() {
    return collector.counts().episodes();
  }

  @Override
  public long steps() {
    return collector.steps();
  }

  @Override
  public EpisodeSummary summary() {
    return collector.summary();
  }

  @Override
  public OperatorCounts counts() {
    return collector.counts();
  }

  @Override
  public boolean repeatsAfterRestore() {
    return true;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    collector.save(out);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    collector.restore(in);
  }

  @Override
  public void finish(String reason) {
    collector.finish(reason);
  }

  @Override
  public void close() {
    collector.finish("the training ended early");
  }
}
