package minitaur.controller.train;

import java.util.List;
import java.util.OptionalLong;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.learn.LearnerMetrics;
import minitaur.controller.operator.OperatorCounts;

/**
 * Several listeners as one.
 *
 * @param listeners notified in this order
 */
record TrainingListeners(List<TrainingListener> listeners) implements TrainingListener {
  @Override
  public void onStart(long steps, OperatorCounts counts) {
    listeners.forEach(each -> each.onStart(steps, counts));
  }

  @Override
  public void onSteps(long steps, long updates, long pendingUpdates, LearnerMetrics metrics) {
    listeners.forEach(each -> each.onSteps(steps, updates, pendingUpdates, metrics));
  }

  @Override
  public void onEpisode(EpisodeSummary summary) {
    listeners.forEach(each -> each.onEpisode(summary));
  }

  @Override
  public void onEvaluation(long steps, EvaluationResult result) {
    listeners.forEach(each -> each.onEvaluation(steps, result));
  }

  @Override
  public void onPolicyDiscarded() {
    listeners.forEach(TrainingListener::onPolicyDiscarded);
  }

  @Override
  public void onCollectors(List<CollectorStatus> collectors) {
    listeners.forEach(each -> each.onCollectors(collectors));
  }

  @Override
  public void onReconciliation(StepReconciliation reconciliation) {
    listeners.forEach(each -> each.onReconciliation(reconciliation));
  }

  @Override
  public void onComplete(OptionalLong lastingWalkStep) {
    listeners.forEach(each -> each.onComplete(lastingWalkStep));
  }
}
