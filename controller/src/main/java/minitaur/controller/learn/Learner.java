package minitaur.controller.learn;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * A learning algorithm. It sees an {@link EnvironmentSpec} and transitions, and nothing else of an
 * environment. One thread uses it at a time.
 */
public interface Learner {
  /** Transitions that {@link #update} wants. */
  int batchSize();

  /**
   * Whether a batch is a rollout, the newest transitions in the order of time, that the newest
   * policy has collected; otherwise it is drawn at random from all of them. Where the state of a
   * row is not the next state of the row before, another episode begins, or something is missing.
   */
  default boolean isOnPolicy() {
    return false;
  }

  /**
   * Takes one gradient step of the critics, or all steps on a rollout. Policy delay, target updates
   * and learning-rate schedule are the learner's own affair. Allocates nothing.
   *
   * @param batch of {@link #batchSize} transitions. Not modified.
   */
  void update(TransitionBatch batch);

  /** Number of {@link #update} calls that shaped the present parameters. */
  long updates();

  /** What the newest update showed; the same object at every call. */
  LearnerMetrics metrics();

  /** Shape of the policies that this learner hands out. */
  PolicySpec policySpec();

  /**
   * Copies the newest policy for exploration.
   *
   * @param values {@code [policySpec().parameters()]}. Modified.
   */
  void copyActing(float[] values);

  /**
   * Candidates for evaluation and keeping, such as {@code ["raw", "averaged"]}; the first one is
   * the acting policy. Default: that one only.
   */
  default List<String> deployable() {
    return List.of("raw");
  }

  /**
   * Copies a candidate.
   *
   * @param candidate index in {@link #deployable}
   * @param values {@code [policySpec().parameters()]}. Modified.
   */
  default void copyDeployable(int candidate, float[] values) {
    copyActing(values);
  }

  /** Whether every parameter is finite. */
  boolean isFinite();

  /** Writes everything that the next update depends on but the batch. */
  void save(DataOutput out) throws IOException;

  /**
   * Reads what {@link #save} of a learner with the same settings wrote.
   *
   * @throws IOException when it is of another shape or cannot be read
   */
  void restore(DataInput in) throws IOException;
}
