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
}
