package minitaur.controller.train;

import java.util.List;
import java.util.OptionalLong;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.learn.LearnerMetrics;
import minitaur.controller.operator.OperatorCounts;

/** Combines several listeners into one. */
final class TrainingListeners implements TrainingListener {
  private final TrainingListener[] listeners;

  /**
   * @param listeners notified in this order. Not modified.
   */
  TrainingListeners(List<? extends TrainingListener> listeners) {
    this.listeners = listeners.toArray(TrainingListener[]::new);
  }

  @Override
  public void onStart(long steps) {
    for (TrainingListener listener : listeners) {
      listener.onStart(steps);
    }
  }

  @Override
  public void onUpdates(long updates, LearnerMetrics metrics) {
    for (TrainingListener listener : listeners) {
      listener.onUpdates(updates, metrics);
    }
  }

  @Override
  public void onSteps(long steps, long pendingUpdates, double temperature) {
    for (TrainingListener listener : listeners) {
      listener.onSteps(steps, pendingUpdates, temperature);
    }
  }

  @Override
  public void onEpisode(EpisodeSummary summary) {
    for (TrainingListener listener : listeners) {
      listener.onEpisode(summary);
    }
  }

  @Override
  public void onEvaluation(long steps, EvaluationResult result) {
    for (TrainingListener listener : listeners) {
      listener.onEvaluation(steps, result);
    }
  }

  @Override
  public void onPolicyDiscarded() {
    for (TrainingListener listener : listeners) {
      listener.onPolicyDiscarded();
    }
  }

  @Override
  public void onCollectors(List<CollectorStatus> collectors) {
    for (TrainingListener listener : listeners) {
      listener.onCollectors(collectors);
    }
  }

  @Override
  public void onReconciliation(StepReconciliation reconciliation) {
    for (TrainingListener listener : listeners) {
      listener.onReconciliation(reconciliation);
    }
  }

  @Override
  public void onCounts(OperatorCounts counts) {
    for (TrainingListener listener : listeners) {
      listener.onCounts(counts);
    }
  }

  @Override
  public void onComplete(OptionalLong lastingWalkStep) {
    for (TrainingListener listener : listeners) {
      listener.onComplete(lastingWalkStep);
    }
  }
}
