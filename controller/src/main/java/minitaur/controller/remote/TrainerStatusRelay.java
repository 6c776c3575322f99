package minitaur.controller.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.gait.GaitReport;
import minitaur.controller.learn.LearnerMetrics;
import minitaur.controller.train.CollectorStatus;
import minitaur.controller.train.EvaluationResult;
import minitaur.controller.train.TrainingListener;
import minitaur.hal.Motor;

/**
 * Relays the progress of a remote training to a listener at the robot: the learner's progress as
 * reported by the trainer, and the episodes of this robot. Thread-safe.
 */
final class TrainerStatusRelay {
  private static final String EVALUATED_AT = "evaluated_at_step";

  private final TrainingListener listener;
  private final LearnerMetrics metrics = new LearnerMetrics();
  private final Map<String, LearnerMetrics.Gauge> gauges = new HashMap<>();
  private boolean started;
  private long evaluatedAtStep = -1;

  /**
   * @param listener called by one thread at a time
   */
  TrainerStatusRelay(TrainingListener listener) {
    this.listener = listener;
  }

  /** Forwards a progress report of the trainer. */
  synchronized void onProgress(JsonNode progress) {
    long steps = progress.path("steps").asLong();
    if (!started) {
      started = true;
      listener.onStart(steps);
    }
    for (Map.Entry<String, JsonNode> metric : progress.path(TrainerProgress.METRICS).properties()) {
      gauges
          .computeIfAbsent(metric.getKey(), name -> metrics.add(name, "", ""))
          .set(metric.getValue().asDouble());
    }
    listener.onUpdates(progress.path("updates").asLong(), metrics);
    listener.onSteps(
        steps, progress.path("pending_updates").asLong(), progress.path("temperature").asDouble());
    long evaluated = progress.path(EVALUATED_AT).asLong(-1);
    if (evaluated != evaluatedAtStep && evaluated >= 0) {
      listener.onEvaluation(
          evaluated,
          new EvaluationResult(
              progress.path("evaluation_episodes").asInt(),
              new EvaluationResult.Returns(
                  progress.path("evaluation_return").asDouble(),
                  progress.path("evaluation_return_min").asDouble(),
                  progress.path("evaluation_return_max").asDouble()),
              progress.path("evaluation_velocity_m_per_s").asDouble(),
              progress.path("evaluation_falls").asInt(),
              Double.NaN,
              gait(progress.path(TrainerProgress.GAIT)),
              Map.of()));
    }
    evaluatedAtStep = evaluated;
    List<CollectorStatus> collectors = new ArrayList<>();
    progress.path("collectors").forEach(each -> collectors.add(collector(each)));
    listener.onCollectors(List.copyOf(collectors));
  }

  private static GaitReport gait(JsonNode fields) {
    return new GaitReport(
        metric -> fields.path(metric.key()).asDouble(Double.NaN),
        motor -> torque(fields.path(TrainerProgress.RMS_TORQUES), motor),
        motor -> torque(fields.path(TrainerProgress.PEAK_TORQUES), motor));
  }

  private static double torque(JsonNode torques, Motor motor) {
    return torques.path(motor.ordinal()).asDouble(Double.NaN);
  }

  private static CollectorStatus collector(JsonNode fields) {
    JsonNode lag = fields.path("policy_lag_updates");
    return new CollectorStatus(
        fields.path("robot").asText(),
        fields.path("state").asText(),
        fields.path("share").asDouble(),
        fields.path("waiting").asLong(),
        lag.isMissingNode() ? OptionalLong.empty() : OptionalLong.of(lag.asLong()),
        fields.path("seconds_since_contact").asLong(),
        fields.has("quarantine") ? fields.path("quarantine").asText() : null);
  }

  /** Forwards an episode of this robot that was stored on disk. */
  synchronized void onEpisode(EpisodeSummary summary) {
    listener.onEpisode(summary);
  }
}
