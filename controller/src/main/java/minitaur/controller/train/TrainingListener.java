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
   * @param counts episode, fall, reset and time totals before; zero if another process collects
   */
  default void onStart(long steps, OperatorCounts counts) {}

  /**
   * Environment steps or gradient steps were taken.
   *
   * @param steps environment steps of the whole run so far
   * @param updates gradient steps without those that were rolled back
   * @param pendingUpdates scheduled gradient steps that have not been taken yet
   * @param metrics of the newest gradient step. Not modified, not kept.
   */
  default void onSteps(long steps, long updates, long pendingUpdates, LearnerMetrics metrics) {}

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
    return new TrainingListener() {};
  }

  /** A listener that receives only the number of environment steps of the whole run so far. */
  static TrainingListener ofSteps(LongConsumer steps) {
    return new TrainingListener() {
      @Override
      public void onStart(long startSteps, OperatorCounts counts) {
        steps.accept(startSteps);
      }

      @Override
      public void onSteps(long now, long updates, long pendingUpdates, LearnerMetrics metrics) {
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
    return new TrainingListeners(List.copyOf(listeners));
  }
}
