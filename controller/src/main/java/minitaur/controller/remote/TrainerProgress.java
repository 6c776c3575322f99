package minitaur.controller.remote;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.gait.GaitMetric;
import minitaur.controller.episode.gait.GaitReport;
import minitaur.controller.learn.LearnerMetrics;
import minitaur.controller.operator.OperatorCounts;
import minitaur.controller.train.EvaluationResult;
import minitaur.controller.train.TrainingListener;
import org.jspecify.annotations.Nullable;

/** Keeps the progress of a training for status requests and forwards it to another listener. */
public final class TrainerProgress implements TrainingListener {
  /** Key of the object with the learner's metrics by name. */
  static final String METRICS = "metrics";

  /**
   * Key of the object with the gait of the newest evaluation: metrics by name, and two arrays by
   * motor.
   */
  static final String GAIT = "evaluation_gait";

  /** RMS torques in {@link #GAIT}, Nm. */
  static final String RMS_TORQUES = "torque_rms";

  /** Peak torques in {@link #GAIT}, Nm. */
  static final String PEAK_TORQUES = "torque_peak";

  private final TrainingListener other;
  private final AtomicReference<@Nullable EpisodeSummary> lastEpisode = new AtomicReference<>();
  private final AtomicReference<@Nullable Evaluated> lastEvaluation = new AtomicReference<>();
  private final AtomicReference<Map<String, Double>> learnt = new AtomicReference<>(Map.of());
  private volatile double temperature = Double.NaN;

  private record Evaluated(long steps, EvaluationResult result) {}

  /**
   * @param other receives every call
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
      Map<String, Double> values = new LinkedHashMap<>();
      metrics.list().forEach(each -> values.put(each.name(), metrics.value(each.name())));
      learnt.set(values);
    }
    other.onUpdates(updates, metrics);
  }

  @Override
  public void onCounts(OperatorCounts counts) {
    other.onCounts(counts);
  }

  @Override
  public void onComplete(OptionalLong lastingWalkStep) {
    other.onComplete(lastingWalkStep);
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

  /** The stored progress, as fields of a JSON object. */
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (!Double.isNaN(temperature)) {
      fields.put("temperature", temperature);
    }
    fields.put(METRICS, learnt.get());
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
      fields.put("evaluation_return_min", evaluated.result().returns().min());
      fields.put("evaluation_return_max", evaluated.result().returns().max());
      fields.put("evaluation_falls", evaluated.result().falls());
      fields.put("evaluation_velocity_m_per_s", evaluated.result().meanVelocityMetresPerSec());
      fields.put("walks", evaluated.result().walks());
      fields.put(GAIT, gait(evaluated.result().gait()));
    }
    return fields;
  }

  /** Finite gait metrics and motor torques, as fields of a JSON object. */
  private static Map<String, Object> gait(GaitReport gait) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (GaitMetric metric : GaitMetric.values()) {
      if (!Double.isNaN(gait.value(metric))) {
        fields.put(metric.key(), gait.value(metric));
      }
    }
    if (!Double.isNaN(gait.value(GaitMetric.RMS_TORQUE))) {
      fields.put(RMS_TORQUES, gait.rmsTorques());
      fields.put(PEAK_TORQUES, gait.peakTorques());
    }
    return fields;
  }
}
