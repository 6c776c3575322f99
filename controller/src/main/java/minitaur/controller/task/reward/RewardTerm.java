package minitaur.controller.task.reward;

/**
 * A term of the reward: a record whose components are its settings, all numeric, each annotated
 * with {@link minitaur.hal.settings.Setting}. The component names are the keys of {@code
 * task.reward} in a configuration and in the step log.
 */
public interface RewardTerm {
  /** Maximum weight. */
  double MAX_WEIGHT = 1000;

  /**
   * Name in logs and recordings, in snake case. It must not change, because existing logs contain
   * it.
   */
  String name();

  /**
   * Contribution to the reward of a step, weighted and signed. Allocates nothing.
   *
   * @param step Not modified.
   */
  double value(StepOutcome step);

  /**
   * Minimum {@link #value} of a step within {@link minitaur.controller.task.PhysicalLimits}.
   * Uploaded episodes with a lower reward are rejected. The default is a loose bound.
   */
  default double min() {
    return -100 * MAX_WEIGHT;
  }

  /** Maximum {@link #value} of a step within the same limits. */
  default double max() {
    return 100 * MAX_WEIGHT;
  }
}
