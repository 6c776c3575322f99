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
  private static final int EPISODES = 200;
  private static final int EVALUATIONS = 1000;

  private final List<EpisodeEntry> episodes = new ArrayList<>();
  private final List<EvaluationEntry> evaluations = new ArrayList<>();
  private final ThinnedSeries returns = new ThinnedSeries(1);
  private final ThinnedSeries schedule = new ThinnedSeries(2);
  private final List<MetricCurve> curves = new ArrayList<>();
  private List<Metric> declared = List.of();
  private long wholeSince = 1;
  private long episodesSeen;
  private long evaluationsSeen;
  private long lastSteps = -1;
  private long lastUpdates = -1;

  /**
   * A metric of the learner over environment steps.
   *
   * @param metric metric that the learner declares
   * @param points values of the metric
   */
  public record MetricCurve(Metric metric, ThinnedSeries points) {}

  /**
   * Adds new episodes and evaluations, and the newest sample.
   *
   * @return whether there was anything to add
   */
  public boolean drain(LearningTelemetry telemetry) {
    boolean changed = false;
    for (EpisodeEntry e = telemetry.nextEpisode(); e != null; e = telemetry.nextEpisode()) {
      keepNewest(episodes, e, EPISODES);
      returns.add(e.summary().index(), e.summary().episodeReturn());
      episodesSeen++;
      changed = true;
    }
    for (EvaluationEntry e = telemetry.nextEvaluation();
        e != null;
        e = telemetry.nextEvaluation()) {
      keepNewest(evaluations, e, EVALUATIONS);
      evaluationsSeen++;
      changed = true;
    }
    if (telemetry.poll()) {
      addLearning(telemetry.value());
      changed = true;
    }
    return changed;
  }

  private void addLearning(LearningSample now) {
    if (now.steps <= lastSteps) {
      return;
    }
    declare(now.metrics);
    double updatesPerStep =
        lastUpdates < 0 ? 0 : (double) (now.updates - lastUpdates) / (now.steps - lastSteps);
    lastSteps = now.steps;
    lastUpdates = now.updates;
    schedule.add(now.steps, updatesPerStep, now.updatesPending);
    for (int metric = 0; metric < curves.size(); metric++) {
      curves.get(metric).points().add(now.steps, now.values[metric]);
    }
  }

  private void declare(List<Metric> metrics) {
    if (metrics.equals(declared)) {
      return;
    }
    declared = metrics;
    curves.clear();
    metrics.forEach(metric -> curves.add(new MetricCurve(metric, new ThinnedSeries(1))));
    wholeSince = schedule.generation() + 1;
  }

  private static <T> void keepNewest(List<T> list, T entry, int most) {
    if (list.size() == most) {
      list.remove(0);
    }
    list.add(entry);
  }

  /** The newest episodes, oldest first. */
  public List<EpisodeEntry> episodes() {
    return episodes;
  }

  /** Number of episodes that have ended since the start of this history. */
  public long episodesSeen() {
    return episodesSeen;
  }

  /** The newest evaluations, oldest first. */
  public List<EvaluationEntry> evaluations() {
    return evaluations;
  }

  /** Number of evaluations since the start of this history. */
  public long evaluationsSeen() {
    return evaluationsSeen;
  }

  /** Return over episode index. */
  public ThinnedSeries returns() {
    return returns;
  }

  /** Updates per step since the previous sample, and pending updates, over environment steps. */
  public ThinnedSeries schedule() {
    return schedule;
  }

  /** The learner's metrics, in the order of declaration. */
  public List<MetricCurve> metrics() {
    return curves;
  }

  /** Generation of {@link #schedule} at which the curves of {@link #metrics} were created. */
  public long wholeSince() {
    return wholeSince;
  }
}
