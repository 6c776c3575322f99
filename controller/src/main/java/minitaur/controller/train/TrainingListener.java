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
   * The run begins, or goes on.
   *
   * @param steps environment steps that were taken before
   */
  default void onStart(long steps) {}

  /**
   * Environment steps were taken.
   *
   * @param steps of the whole run so far
   * @param updatesOwed gradient steps that the learner is behind what the configuration asks for
   * @param temperature of the learner
   */
  default void onSteps(long steps, long updatesOwed, double temperature) {}

  /**
   * How the learner stands; comes before {@link #onSteps}.
   *
   * @param updates gradient steps that count
   * @param metrics what the newest one showed. Not modified, not kept.
   */
  default void onUpdates(long updates, LearnerMetrics metrics) {}

  /** What the run has cost before this part of it; comes after {@link #onStart}. */
  default void onCounts(OperatorCounts counts) {}

  /** An episode of the training ended. */
  default void onEpisode(EpisodeSummary summary) {}

  /** The policy was evaluated. */
  default void onEvaluation(long steps, EvaluationResult result) {}

  /**
   * A trainer elsewhere has reported the robots that collect for it.
   *
   * @param collectors all of them, in the order of their names. Not modified.
   */
  default void onCollectors(List<CollectorStatus> collectors) {}

  /** The run, or this part of it, is over: what became of the steps that were taken. */
  default void onBalance(StepBalance balance) {}

  /**
   * The training is complete.
   *
   * @param lastingWalkStep step of the first evaluation from which every later one walks; empty
   *     when the last one does not
   */
  default void onComplete(OptionalLong lastingWalkStep) {}

  /** Listens to nothing. */
  static TrainingListener silent() {
    return all(List.of());
  }

  /** Listens to the number of environment steps of the whole run so far. */
  static TrainingListener ofSteps(LongConsumer steps) {
    return new TrainingListener() {
      @Override
      public void onStart(long begun) {
        steps.accept(begun);
      }

      @Override
      public void onSteps(long now, long updatesOwed, double temperature) {
        steps.accept(now);
      }
    };
  }

  /**
   * Several listeners as one, told in their order.
   *
   * @param listeners Not modified.
   */
  static TrainingListener all(List<? extends TrainingListener> listeners) {
    return new TrainingListeners(listeners);
  }
}
