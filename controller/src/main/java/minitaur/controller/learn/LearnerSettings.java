package minitaur.controller.learn;

/**
 * Settings of one learning algorithm, bound from the configuration's section {@code learner}. A
 * record per algorithm, in the algorithm's own package.
 */
public interface LearnerSettings {
  /** Name of the algorithm, as the configuration writes it. */
  String name();

  /** Transitions in a minibatch. */
  int batchSize();

  /** Updates for each environment step after the random ones; 0.5 is one every other step. */
  double updatesPerStep();

  /** Uniformly random actions at the start, before the first update. */
  int randomSteps();

  /** Transitions that the replay holds. */
  int replayCapacity();

  /** Whether a random half of each batch is mirrored, where the environment has a symmetry. */
  boolean mirror();

  /** A new learner. */
  Learner create(LearnerContext context);
}
