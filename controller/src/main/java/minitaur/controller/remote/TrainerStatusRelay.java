package minitaur.controller.remote;

import java.util.HashMap;
import java.util.Map;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.learn.LearnerMetrics;
import minitaur.controller.operator.OperatorCounts;
import minitaur.controller.train.TrainingListener;

/**
 * Relays the progress of a remote training to a listener at the robot: the learner's progress as
 * reported by the trainer, and the episodes of this robot. Thread-safe.
 */
final class TrainerStatusRelay {
  private final TrainingListener listener;
  private final LearnerMetrics metrics = new LearnerMetrics();
  private final Map<String, LearnerMetrics.Gauge> gauges = new HashMap<>();
  private boolean started;
  private long evaluatedAtStep = -1;
  private boolean policyDiscarded;

  /**
   * @param listener called by one thread at a time
   */
  TrainerStatusRelay(TrainingListener listener) {
    this.listener = listener;
  }

  /** Forwards a progress report of the trainer. */
  synchronized void onProgress(TrainerReport report) {
    long steps = report.training().steps();
    if (!started) {
      started = true;
      listener.onStart(steps, OperatorCounts.NONE);
    }
    TrainerReport.Learner learner = report.learner();
    learner
        .metrics()
        .forEach(
            (key, value) ->
                gauges.computeIfAbsent(key, name -> metrics.add(name, "", "")).set(value));
    listener.onSteps(steps, learner.updates(), learner.pendingUpdates(), metrics);
    TrainerReport.Evaluation evaluation = report.evaluation();
    if (evaluation != null && evaluation.evaluatedAtStep() != evaluatedAtStep) {
      listener.onEvaluation(evaluation.evaluatedAtStep(), evaluation.result());
      policyDiscarded = false;
    }
    // A report may fall between the evaluation and the decision on its policy.
    boolean isDiscarded = Boolean.TRUE.equals(learner.policyDiscarded());
    if (isDiscarded && !policyDiscarded) {
      listener.onPolicyDiscarded();
    }
    policyDiscarded = isDiscarded;
    evaluatedAtStep = evaluation == null ? -1 : evaluation.evaluatedAtStep();
    listener.onCollectors(
        report.collectors().stream().map(TrainerReport.Collector::status).toList());
  }

  /** Forwards an episode of this robot that was stored on disk. */
  synchronized void onEpisode(EpisodeSummary summary) {
    listener.onEpisode(summary);
  }
}
