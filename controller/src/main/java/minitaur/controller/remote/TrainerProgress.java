package minitaur.controller.remote;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.learn.LearnerMetrics;
import minitaur.controller.train.EvaluationResult;
import minitaur.controller.train.TrainingListener;
import org.jspecify.annotations.Nullable;

/** Remembers how a training gets on, for whoever asks, and tells another listener too. */
public final class TrainerProgress implements TrainingListener {
  private final TrainingListener other;
  private final AtomicReference<@Nullable EpisodeSummary> lastEpisode = new AtomicReference<>();
  private final AtomicReference<@Nullable Evaluated> lastEvaluation = new AtomicReference<>();
  private final AtomicReference<@Nullable Learnt> learnt = new AtomicReference<>();
  private volatile double temperature = Double.NaN;

  /** What the newest gradient step showed. */
  private record Learnt(double entropy, double q1Loss, double q2Loss) {}

  private record Evaluated(long steps, EvaluationResult result) {}

  /**
   * @param other told of everything
   */
  public TrainerProgress(TrainingListener other) {
    this.other = other;
  }

  @Override
  public void onStart(long steps) {
    other.onStart(steps);
  }

  @Override
  public void onSteps(long steps, long updatesOwed, double newTemperature) {
    temperature = newTemperature;
    other.onSteps(steps, updatesOwed, newTemperature);
  }

  @Override
  public void onUpdates(long updates, LearnerMetrics metrics) {
    if (updates > 0 && metrics.isFinite()) {
      learnt.set(
          new Learnt(metrics.value("entropy"), metrics.value("q1_loss"), metrics.value("q2_loss")));
    }
    other.onUpdates(updates, metrics);
  }

  @Override
  public void onEpisode(EpisodeSummary summary) {
    lastEpisode.set(summary);
    other.onEpisode(summary);
  }

  @Override
  public void onEvaluation(long steps, EvaluationResult result) {
    lastEvaluation.set(new Evaluated(steps, result));
    other.onEvaluation(steps, result);
  }

  /** What is remembered, as the fields of a JSON object. */
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (!Double.isNaN(temperature)) {
      fields.put("temperature", temperature);
    }
    Learnt step = learnt.get();
    if (step != null) {
      fields.put("entropy", step.entropy());
      fields.put("q1_loss", step.q1Loss());
      fields.put("q2_loss", step.q2Loss());
    }
    EpisodeSummary episode = lastEpisode.get();
    if (episode != null) {
      fields.put("last_return", episode.episodeReturn());
      fields.put("last_velocity_m_per_s", episode.meanForwardVelocityMetresPerSec());
      fields.put("last_end", episode.describeEnd());
    }
    Evaluated evaluated = lastEvaluation.get();
    if (evaluated != null) {
      fields.put("evaluated_at_step", evaluated.steps());
      fields.put("evaluation_episodes", evaluated.result().episodes());
      fields.put("evaluation_return", evaluated.result().meanReturn());
      fields.put("evaluation_return_min", evaluated.result().minimumReturn());
      fields.put("evaluation_return_max", evaluated.result().maximumReturn());
      fields.put("evaluation_falls", evaluated.result().falls());
      fields.put("evaluation_velocity_m_per_s", evaluated.result().meanVelocityMetresPerSec());
      fields.put("walks", evaluated.result().walks());
    }
    return fields;
  }
}
