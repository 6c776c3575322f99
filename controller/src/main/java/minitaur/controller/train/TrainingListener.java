package minitaur.controller.train;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.learn.LearnerMetrics;
import minitaur.controller.operator.OperatorCounts;

/**
 * Observes a training run. Called from the training thread, so implementations must return quickly.
 */
public interface TrainingListener {
  /**
   * The run starts or resumes.
   *
   * @param steps environment steps taken before
   */
  default void onStart(long steps) {}

  /**
   * Environment steps were taken.
   *
   * @param steps of the whole run so far
   * @param pendingUpdates pending gradient steps
   * @param temperature of the learner
   */
  default void onSteps(long steps, long pendingUpdates, double temperature) {}

  /**
   * State of the learner; called before {@link #onSteps}.
   *
   * @param updates gradient steps without those that were rolled back
   * @param metrics of the newest gradient step. Not modified, not kept.
   */
  default void onUpdates(long updates, LearnerMetrics metrics) {}

  /** Episode, fall, reset and time totals before this session; called after {@link #onStart}. */
  default void onCounts(OperatorCounts counts) {}

  /** An episode of the training ended. */
  default void onEpisode(EpisodeSummary summary) {}

  /** The policy was evaluated. */
  default void onEvaluation(long steps, EvaluationResult result) {}

  /** The policy of the last evaluation is discarded, because an earlier one walks better. */
  default void onPolicyDiscarded() {}

  /**
   * A remote trainer has reported the robots that collect for it.
   *
   * @param collectors all of them, sorted by name. Not modified.
   */
  default void onCollectors(List<CollectorStatus> collectors) {}

  /** The run, or this session of it, has ended: accounting of the steps taken. */
  default void onReconciliation(StepReconciliation reconciliation) {}

  /**
   * The training is complete.
   *
   * @param lastingWalkStep step of the first evaluation from which on every evaluation walks; empty
   *     if the last one does not
   */
  default void onComplete(OptionalLong lastingWalkStep) {}

  /** A listener that ignores all events. */
  static TrainingListener silent() {
    return all(List.of());
  }

  /** A listener that receives only the number of environment steps of the whole run so far. */
  static TrainingListener ofSteps(LongConsumer steps) {
    return new TrainingListener() {
      @Override
      public void onStart(long startSteps) {
        steps.accept(startSteps);
      }

      @Override
      public void onSteps(long now, long pendingUpdates, double temperature) {
        steps.accept(now);
      }
    };
  }

  /**
   * Combines several listeners, which are notified in order.
   *
   * @param listeners Not modified.
   */
  static TrainingListener all(List<? extends TrainingListener> listeners) {
    return new TrainingListeners(listeners);
  }
}
