package minitaur.controller.console.telemetry;

import java.util.ArrayList;
import java.util.List;
import minitaur.controller.console.telemetry.LearningTelemetry.EpisodeEntry;
import minitaur.controller.console.telemetry.LearningTelemetry.EvaluationEntry;
import minitaur.controller.learn.Metric;

/**
 * History of a run, for pages that are opened during the run: the newest evaluations and episodes,
 * and the returns and learner metrics of the whole run, downsampled to a bounded length. Confined
 * to one thread.
 */
public final class RunHistory {
  private static final int MAX_EPISODES = 200;
  private static final int MAX_EVALUATIONS = 1000;

  private final List<EpisodeEntry> episodes = new ArrayList<>();
  private final List<EvaluationEntry> evaluations = new ArrayList<>();
  private final DownsampledSeries returns = new DownsampledSeries(1);
  private final DownsampledSeries schedule = new DownsampledSeries(2);
  private final List<MetricCurve> curves = new ArrayList<>();
  private List<Metric> declaredMetrics = List.of();
  private long curvesGeneration = 1;
  private long episodeCount;
  private long evaluationCount;
  private long lastSteps = -1;
  private long lastUpdates = -1;

  /**
   * A metric of the learner over environment steps.
   *
   * @param metric metric that the learner declares
   * @param points values of the metric
   */
  public record MetricCurve(Metric metric, DownsampledSeries points) {}

  /**
   * Adds new episodes and evaluations, and the newest sample.
   *
   * @return whether there was anything to add
   */
  public boolean drain(LearningTelemetry telemetry) {
    boolean changed = false;
    for (EpisodeEntry e = telemetry.nextEpisode(); e != null; e = telemetry.nextEpisode()) {
      addBounded(episodes, e, MAX_EPISODES);
      returns.add(e.summary().index(), e.summary().episodeReturn());
      episodeCount++;
      changed = true;
    }
    for (EvaluationEntry e = telemetry.nextEvaluation();
        e != null;
        e = telemetry.nextEvaluation()) {
      addBounded(evaluations, e, MAX_EVALUATIONS);
      evaluationCount++;
      changed = true;
    }
    if (telemetry.poll()) {
      addLearning(telemetry.value());
      changed = true;
    }
    return changed;
  }

  private void addLearning(LearningSample sample) {
    if (sample.steps <= lastSteps) {
      return;
    }
    updateCurves(sample.metrics);
    // A learner that has diverged returns to an earlier update.
    long newUpdates = lastUpdates < 0 ? 0 : Math.max(0, sample.updates - lastUpdates);
    double updatesPerStep = (double) newUpdates / (sample.steps - lastSteps);
    lastSteps = sample.steps;
    lastUpdates = sample.updates;
    schedule.add(sample.steps, updatesPerStep, sample.updatesPending);
    for (int metric = 0; metric < curves.size(); metric++) {
      curves.get(metric).points().add(sample.steps, sample.values[metric]);
    }
  }

  private void updateCurves(List<Metric> metrics) {
    if (metrics.equals(declaredMetrics)) {
      return;
    }
    declaredMetrics = metrics;
    curves.clear();
    metrics.forEach(metric -> curves.add(new MetricCurve(metric, new DownsampledSeries(1))));
    curvesGeneration = schedule.generation() + 1;
  }

  private static <T> void addBounded(List<T> list, T entry, int maxSize) {
    if (list.size() == maxSize) {
      list.remove(0);
    }
    list.add(entry);
  }

  /** The newest episodes, oldest first. */
  public List<EpisodeEntry> episodes() {
    return episodes;
  }

  /** Number of episodes that have ended since the start of this history. */
  public long episodeCount() {
    return episodeCount;
  }

  /** The newest evaluations, oldest first. */
  public List<EvaluationEntry> evaluations() {
    return evaluations;
  }

  /** Number of evaluations since the start of this history. */
  public long evaluationCount() {
    return evaluationCount;
  }

  /** Return over episode index. */
  public DownsampledSeries returns() {
    return returns;
  }

  /** Updates per step since the previous sample, and pending updates, over environment steps. */
  public DownsampledSeries schedule() {
    return schedule;
  }

  /** The learner's metrics, in the order of declaration. */
  public List<MetricCurve> metrics() {
    return curves;
  }

  /** Generation of {@link #schedule} at which the curves of {@link #metrics} were created. */
  public long curvesGeneration() {
    return curvesGeneration;
  }
}
