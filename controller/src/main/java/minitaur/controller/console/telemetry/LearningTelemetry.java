package minitaur.controller.console.telemetry;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.learn.LearnerMetrics;
import minitaur.controller.train.CollectorStatus;
import minitaur.controller.train.EvaluationResult;
import minitaur.controller.train.TrainingListener;
import minitaur.hal.loop.Latest;
import org.jspecify.annotations.Nullable;

/**
 * Progress of the learner for one reader on another thread. The thread that trains never waits; it
 * allocates a little for each episode and evaluation, and nothing for a step.
 */
public final class LearningTelemetry implements TrainingListener {
  private final LearningSample filling = new LearningSample();
  private final Latest<LearningSample> latest = new Latest<>(LearningSample::new);
  private final Queue<EpisodeEntry> episodes = new ConcurrentLinkedQueue<>();
  private final Queue<EvaluationEntry> evaluations = new ConcurrentLinkedQueue<>();
  private volatile List<CollectorStatus> collectors = List.of();

  /**
   * An episode of the training that ended.
   *
   * @param endStep environment steps of the run when it ended
   * @param summary its result
   */
  public record EpisodeEntry(long endStep, EpisodeSummary summary) {}

  /**
   * An evaluated policy.
   *
   * @param steps environment steps of the run
   * @param result what was measured
   */
  public record EvaluationEntry(long steps, EvaluationResult result) {}

  @Override
  public void onStart(long steps) {
    filling.steps = steps;
    publish();
  }

  @Override
  public void onSteps(long steps, long updatesPending, double temperature) {
    filling.steps = steps;
    filling.updatesPending = updatesPending;
    publish();
  }

  @Override
  public void onUpdates(long updates, LearnerMetrics metrics) {
    filling.updates = updates;
    int count = metrics.list().size();
    if (count != filling.values.length) {
      filling.metrics = List.copyOf(metrics.list());
      filling.values = new double[count];
    }
    for (int metric = 0; metric < count; metric++) {
      filling.values[metric] = metrics.value(metric);
    }
  }

  @Override
  public void onEpisode(EpisodeSummary summary) {
    episodes.add(new EpisodeEntry(filling.steps, summary));
  }

  @Override
  public void onEvaluation(long steps, EvaluationResult result) {
    evaluations.add(new EvaluationEntry(steps, result));
  }

  @Override
  public void onCollectors(List<CollectorStatus> all) {
    collectors = all;
  }

  private void publish() {
    latest.slot().set(filling);
    latest.publish();
  }

  /** Takes the newest sample if there is one since the last call. Reader only. */
  public boolean poll() {
    return latest.poll();
  }

  /** The sample taken last. Reader only. */
  public LearningSample value() {
    return latest.value();
  }

  /** Takes the next episode that ended, oldest first; null when there is none. Reader only. */
  public @Nullable EpisodeEntry nextEpisode() {
    return episodes.poll();
  }

  /** Takes the next evaluation, oldest first; null when there is none. Reader only. */
  public @Nullable EvaluationEntry nextEvaluation() {
    return evaluations.poll();
  }

  /**
   * The robots that collect for the trainer of this one, as it reported them last: another object
   * with each report. Empty where the robot's own program learns. Any thread.
   */
  public List<CollectorStatus> collectors() {
    return collectors;
  }
}
