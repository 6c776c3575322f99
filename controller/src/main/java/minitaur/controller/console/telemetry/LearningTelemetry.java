package minitaur.controller.console.telemetry;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.learn.LearnerMetrics;
import minitaur.controller.operator.OperatorCounts;
import minitaur.controller.train.CollectorStatus;
import minitaur.controller.train.EvaluationResult;
import minitaur.controller.train.TrainingListener;
import minitaur.hal.loop.TripleBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the progress of the learner to one reader on another thread. The training thread never
 * waits for the reader; it allocates per episode and evaluation, but not per step.
 */
public final class LearningTelemetry implements TrainingListener {
  private final LearningSample current = new LearningSample();
  private final TripleBuffer<LearningSample> latest = new TripleBuffer<>(LearningSample::new);
  private final Queue<EpisodeEntry> episodes = new ConcurrentLinkedQueue<>();
  private final Queue<EvaluationEntry> evaluations = new ConcurrentLinkedQueue<>();
  private volatile List<CollectorStatus> collectors = List.of();

  /**
   * A finished training episode.
   *
   * @param endStep environment steps of the run when it ended
   * @param summary its result
   */
  public record EpisodeEntry(long endStep, EpisodeSummary summary) {}

  /**
   * An evaluated policy.
   *
   * @param steps environment steps of the run
   * @param result result of the evaluation
   */
  public record EvaluationEntry(long steps, EvaluationResult result) {}

  @Override
  public void onStart(long steps, OperatorCounts counts) {
    current.steps = steps;
    publish();
  }

  @Override
  public void onSteps(long steps, long updates, long pendingUpdates, LearnerMetrics metrics) {
    current.steps = steps;
    current.updates = updates;
    current.updatesPending = pendingUpdates;
    int count = metrics.list().size();
    if (count != current.values.length) {
      current.metrics = List.copyOf(metrics.list());
      current.values = new double[count];
    }
    for (int metric = 0; metric < count; metric++) {
      current.values[metric] = metrics.value(metric);
    }
    publish();
  }

  @Override
  public void onEpisode(EpisodeSummary summary) {
    episodes.add(new EpisodeEntry(current.steps, summary));
  }

  @Override
  public void onEvaluation(long steps, EvaluationResult result) {
    evaluations.add(new EvaluationEntry(steps, result));
  }

  @Override
  public void onCollectors(List<CollectorStatus> newCollectors) {
    collectors = newCollectors;
  }

  private void publish() {
    latest.slot().set(current);
    latest.publish();
  }

  /** Fetches the newest sample; false if there is none since the last call. Reader only. */
  public boolean poll() {
    return latest.poll();
  }

  /** The sample that was fetched last. Reader only. */
  public LearningSample value() {
    return latest.value();
  }

  /** Removes and returns the oldest finished episode; null if there is none. Reader only. */
  public @Nullable EpisodeEntry nextEpisode() {
    return episodes.poll();
  }

  /** Removes and returns the oldest evaluation; null if there is none. Reader only. */
  public @Nullable EvaluationEntry nextEvaluation() {
    return evaluations.poll();
  }

  /**
   * All collectors of the remote trainer, as it last reported them; each report is a new object.
   * Empty if this process trains by itself. Any thread.
   */
  public List<CollectorStatus> collectors() {
    return collectors;
  }
}
