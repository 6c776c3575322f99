package minitaur.controller.learn.policy;

/** Chooses actions from states. One instance serves one thread. */
public interface Policy {
  /** Identifies the parameters, so that every tick can name the policy that acted. */
  long id();

  /**
   * Takes over newer parameters, where there are some; called between two steps of an episode.
   *
   * @return whether it acts by other parameters from now on, under another {@link #id}
   */
  default boolean refresh() {
    return false;
  }

  /**
   * Chooses an action.
   *
   * @param state {@code [state]} raw SI. Not modified.
   * @param action {@code [action]} in [-1, 1]. Modified.
   */
  void act(float[] state, float[] action);
}
