package minitaur.controller.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.gait.GaitReport;
import minitaur.controller.learn.LearnerMetrics;
import minitaur.controller.train.EvaluationResult;
import minitaur.controller.train.TrainingListener;

/**
 * Relays the progress of a remote training to a listener at the robot: the learner's as the trainer
 * reports it, and the episodes of this robot. Thread-safe.
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

  /** The trainer has reported its progress. */
  synchronized void heard(JsonNode progress) {
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
        steps, progress.path("updates_owed").asLong(), progress.path("temperature").asDouble());
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
              GaitReport.none(),
              Map.of()));
    }
    evaluatedAtStep = evaluated;
  }

  /** An episode of this robot is on the disk. */
  synchronized void ended(EpisodeSummary summary) {
    listener.onEpisode(summary);
  }
}
