package minitaur.controller.learn.policy;

/** Maps states to actions. Not thread-safe: each thread needs its own instance. */
public interface Policy {
  /** Id of the parameters, with which each control step records the policy that acted. */
  long id();

  /**
   * Switches to newer parameters if available. Called between two steps of an episode.
   *
   * @return whether the parameters, and with them the {@link #id}, changed
   */
  default boolean refresh() {
    return false;
  }

  /**
   * Computes an action.
   *
   * @param state {@code [state]} unscaled, in SI units. Not modified.
   * @param action {@code [action]} in [-1, 1]. Modified.
   */
  void act(float[] state, float[] action);
}
