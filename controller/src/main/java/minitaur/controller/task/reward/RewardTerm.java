package minitaur.controller.task.reward;

/**
 * A term of the reward: a record whose components are its settings, all numbers, each annotated
 * with {@link minitaur.hal.settings.Setting}. Their names are keys of {@code task.reward} in a
 * configuration, and the names under which the step log keeps them.
 */
public interface RewardTerm {
  /** Largest weight that is allowed. */
  double MAX_WEIGHT = 1000;

  /** Name in logs and recordings, in snake case. Old logs are read by it, so it never changes. */
  String name();

  /**
   * Part of the reward of a step, weighted and signed. Allocates nothing.
   *
   * @param step Not modified.
   */
  double value(StepOutcome step);

  /**
   * Smallest {@link #value} of a step within {@link minitaur.controller.task.PhysicalLimits}.
   * Uploaded episodes with a smaller reward are rejected; a term that does not override this is
   * bounded loosely.
   */
  default double min() {
    return -100 * MAX_WEIGHT;
  }

  /** Largest {@link #value} of such a step. */
  default double max() {
    return 100 * MAX_WEIGHT;
  }
}
