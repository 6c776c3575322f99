package minitaur.controller.train;

import java.io.ByteArrayInputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.TransitionSink;
import minitaur.controller.lifecycle.EpisodeLifecycle;
import minitaur.controller.operator.OperatorCounts;
import minitaur.hal.loop.Agent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs episodes on a separate thread that never waits for the trainer, so that a slow trainer
 * cannot delay the control of a real robot. Transitions, summaries and the checkpoint state of the
 * control thread are passed through queues.
 */
final class ConcurrentEpisodes implements ExperienceSource {
  private static final Logger LOG = LoggerFactory.getLogger(ConcurrentEpisodes.class);

  /** Capacity in steps: over five minutes at 50 Hz. */
  private static final int QUEUE_CAPACITY = 16_384;

  private static final String ALL_STEPS_TAKEN = "all steps of the training have been taken";

  private final TransitionQueue queue = new TransitionQueue(QUEUE_CAPACITY);
  private final StepCounter stored;
  private final StepCounter produced = new StepCounter(queue);
  private final Queue<EndedEpisode> endedEpisodes = new ConcurrentLinkedQueue<>();
  private final Collector collector;
  private final Agent control = new Agent("control", this::run, e -> failure = e);
  private BooleanSupplier stop = () -> false;
  private volatile @Nullable String pauseReason;
  private volatile @Nullable Throwable failure;
  private @Nullable EpisodeSummary summary;
  private OperatorCounts counts;
  private byte[] state;
  private long steps;
  private long startSteps;
  private long droppedReported;

  /**
   * An episode that has ended.
   *
   * @param state checkpoint state of the control thread after the episode
   */
  private record EndedEpisode(EpisodeSummary summary, OperatorCounts counts, byte[] state) {}

  /**
   * @param replay stores transitions; called by the trainer's thread
   * @param collectorFactory creates the collector, given the sink for its transitions
   */
  ConcurrentEpisodes(TransitionSink replay, Function<TransitionSink, Collector> collectorFactory) {
    stored = new StepCounter(replay);
    collector = collectorFactory.apply(produced);
    collector.lifecycle().pauseWhile(() -> pauseReason);
    state = Checkpoint.bytes(collector::save);
    counts = collector.lifecycle().counts();
  }

  @Override
  public void start(BooleanSupplier newStop) {
    stop = newStop;
    startSteps = collector.steps();
    steps = startSteps;
    control.start();
  }

  @Override
  public Progress collect() {
    Throwable thrown = failure;
    if (thrown != null) {
      throw new IllegalStateException("the control thread failed", thrown);
    }
    // The transitions of an episode are queued before its end.
    EndedEpisode episode = endedEpisodes.poll();
    long before = steps;
    queue.drainTo(stored);
    steps = collector.steps();
    reportDropped();
    if (episode != null) {
      summary = episode.summary();
      counts = episode.counts();
      state = episode.state();
      return Progress.EPISODE_ENDED;
    }
    return steps > before ? Progress.STEPS : Progress.NONE;
  }

  private void reportDropped() {
    long dropped = queue.dropped();
    if (dropped > droppedReported) {
      LOG.warn(
          "{} transitions were lost in total: the learner is more than {} steps behind. Reduce the"
              + " updates per step so that it can keep up.",
          dropped,
          QUEUE_CAPACITY);
      droppedReported = dropped;
    }
  }

  @Override
  public boolean isExhausted() {
    return !control.isRunning() && endedEpisodes.isEmpty() && queue.isEmpty() && failure == null;
  }

  @Override
  public void setPauseReason(@Nullable String reason) {
    pauseReason = reason;
  }

  @Override
  public boolean isSavable() {
    return true;
  }

  @Override
  public long steps() {
    return steps;
  }

  @Override
  public EpisodeSummary summary() {
    return Objects.requireNonNull(summary, "no episode has ended");
  }

  @Override
  public OperatorCounts counts() {
    return counts;
  }

  @Override
  public boolean repeatsAfterRestore() {
    return false;
  }

  /** Writes the state after the last episode that ended. */
  @Override
  public void save(DataOutput out) throws IOException {
    out.writeInt(state.length);
    out.write(state);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    byte[] content = new byte[in.readInt()];
    in.readFully(content);
    state = content;
    collector.restore(new DataInputStream(new ByteArrayInputStream(content)));
    steps = collector.steps();
    counts = collector.lifecycle().counts();
  }

  @Override
  public Optional<StepReconciliation> reconciliation() {
    long dropped = produced.complete() + produced.gaps() - stored.complete() - stored.gaps();
    return Optional.of(
        new StepReconciliation(
            collector.steps() - startSteps,
            stored.complete(),
            stored.gaps(),
            dropped,
            collector.describeTiming()));
  }

  @Override
  public void finish(String reason) {
    collector.lifecycle().finish(reason);
  }

  @Override
  public void close() {
    control.requestClose();
    collector.lifecycle().endEpisode();
    control.close();
    finish("the training ended early");
  }

  /** Waits for the next episode or runs it to its end, on the control thread. */
  private long run() {
    EpisodeLifecycle lifecycle = collector.lifecycle();
    if (collector.isAtLimit() || stop.getAsBoolean()) {
      // Here, because the trainer may be busy for minutes, and nothing else executes a stop.
      lifecycle.finish(collector.isAtLimit() ? ALL_STEPS_TAKEN : STOPPED);
      return Agent.DONE;
    }
    do {
      if (collector.advance() == EpisodeLifecycle.Outcome.EPISODE_ENDED) {
        endedEpisodes.add(
            new EndedEpisode(
                lifecycle.summary(), lifecycle.counts(), Checkpoint.bytes(collector::save)));
      }
    } while (lifecycle.isInEpisode());
    return 0;
  }
}
