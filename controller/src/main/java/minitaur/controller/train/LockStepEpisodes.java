package minitaur.controller.train;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.operator.OperatorCounts;

/**
 * Runs episodes on the trainer's thread, one environment step per call. The same seed gives
 * bit-identical results, even if the run was killed and resumed.
 */
final class LockStepEpisodes extends SynchronousEpisodes {
  private final Collector collector;

  LockStepEpisodes(Collector collector) {
    this.collector = collector;
  }

  @Override
  boolean isInEpisode() {
    return collector.lifecycle().isInEpisode();
  }

  @Override
  boolean isAtLimit() {
    return collector.isAtLimit();
  }

  @Override
  Progress advance() {
    return switch (collector.advance()) {
      case STEP -> Progress.STEPS;
      case EPISODE_ENDED -> Progress.EPISODE_ENDED;
      case WAITED -> Progress.WAITED;
    };
  }

  @Override
  public long steps() {
    return collector.steps();
  }

  @Override
  public EpisodeSummary summary() {
    return collector.lifecycle().summary();
  }

  @Override
  public OperatorCounts counts() {
    return collector.lifecycle().counts();
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
    collector.lifecycle().finish(reason);
  }

  @Override
  public void close() {
    finish("the training ended early");
  }
}
