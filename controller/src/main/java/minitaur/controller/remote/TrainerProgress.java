package minitaur.controller.remote;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.gait.GaitMetric;
import minitaur.controller.episode.gait.GaitReport;
import minitaur.controller.learn.LearnerMetrics;
import minitaur.controller.train.EvaluationResult;
import minitaur.controller.train.TrainingListener;
import org.jspecify.annotations.Nullable;

/** Keeps the progress of a training for status requests. */
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

  private final AtomicReference<@Nullable EpisodeSummary> lastEpisode = new AtomicReference<>();
  private final AtomicReference<@Nullable EvaluationEntry> lastEvaluation = new AtomicReference<>();
  private final AtomicReference<Map<String, Double>> latestMetrics =
      new AtomicReference<>(Map.of());
  private volatile double temperature = Double.NaN;

  private record EvaluationEntry(long steps, EvaluationResult result) {}

  @Override
  public void onSteps(long steps, long updatesPending, double newTemperature) {
    temperature = newTemperature;
  }

  @Override
  public void onUpdates(long updates, LearnerMetrics metrics) {
    if (updates > 0 && metrics.isFinite()) {
      Map<String, Double> values = new LinkedHashMap<>();
      metrics.list().forEach(each -> values.put(each.name(), metrics.value(each.name())));
      latestMetrics.set(values);
    }
  }

  @Override
  public void onEpisode(EpisodeSummary summary) {
    lastEpisode.set(summary);
  }

  @Override
  public void onEvaluation(long steps, EvaluationResult result) {
    lastEvaluation.set(new EvaluationEntry(steps, result));
  }

  /** The stored progress, as fields of a JSON object. */
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (!Double.isNaN(temperature)) {
      fields.put("temperature", temperature);
    }
    fields.put(METRICS, latestMetrics.get());
    EpisodeSummary episode = lastEpisode.get();
    if (episode != null) {
      fields.put("last_return", episode.episodeReturn());
      fields.put("last_velocity_m_per_s", episode.meanForwardVelocityMetresPerSec());
      fields.put("last_end", episode.describeEnd());
    }
    EvaluationEntry evaluation = lastEvaluation.get();
    if (evaluation != null) {
      fields.put("evaluated_at_step", evaluation.steps());
      fields.put("evaluation_episodes", evaluation.result().episodes());
      fields.put("evaluation_return", evaluation.result().meanReturn());
      fields.put("evaluation_return_min", evaluation.result().returns().min());
      fields.put("evaluation_return_max", evaluation.result().returns().max());
      fields.put("evaluation_falls", evaluation.result().falls());
      fields.put("evaluation_velocity_m_per_s", evaluation.result().meanVelocityMetresPerSec());
      fields.put("walks", evaluation.result().walks());
      fields.put(GAIT, gait(evaluation.result().gait()));
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
