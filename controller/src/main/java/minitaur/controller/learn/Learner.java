package minitaur.controller.learn;

import java.util.List;
import minitaur.controller.learn.nn.TrainingState;

/**
 * A learning algorithm. It depends on an environment only through its {@link EnvironmentSpec} and
 * transitions. Not thread-safe: one thread uses it at a time. Its saved state is everything that
 * the next update depends on except the batch.
 */
public interface Learner extends TrainingState {

  /**
   * Whether the learner is on-policy. A batch of an on-policy learner is a rollout: the newest
   * transitions in chronological order, collected by the newest policy. Otherwise a batch is
   * sampled at random from the replay buffer. Where the state of a rollout's row differs from the
   * next state of the row before, a new episode begins or transitions are missing.
   */
  default boolean isOnPolicy() {
    return false;
  }

  /**
   * Takes one gradient step of the critics, or all steps on a rollout. The learner itself handles
   * policy delay, target updates and learning-rate schedules. Allocates nothing.
   *
   * @param batch {@link LearnerSettings#batchSize} transitions. Not modified.
   */
  void update(TransitionBatch batch);

  /** Number of {@link #update} calls that led to the current parameters. */
  long updates();

  /** Metrics of the latest update. Every call returns the same object. */
  LearnerMetrics metrics();

  /** Shape of the policies that this learner produces. */
  PolicySpec policySpec();

  /**
   * Copies the parameters of the current acting policy.
   *
   * @param values {@code [policySpec().parameters()]}. Modified.
   */
  void copyActingPolicy(float[] values);

  /**
   * Names of the policies that can be evaluated and stored, such as {@code ["raw", "averaged"]}.
   * The first one is the acting policy, which is the only one by default.
   */
  default List<String> deployablePolicies() {
    return List.of("raw");
  }

  /**
   * Copies the parameters of a deployable policy.
   *
   * @param candidate index in {@link #deployablePolicies}
   * @param values {@code [policySpec().parameters()]}. Modified.
   */
  default void copyDeployablePolicy(int candidate, float[] values) {
    copyActingPolicy(values);
  }
}
