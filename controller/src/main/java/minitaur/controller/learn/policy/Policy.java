package minitaur.controller.learn.policy;

/** Chooses actions from states. One instance serves one thread. */
public interface Policy {
  /** Identifies the parameters, so that every tick can name the policy that acted. */
  long id();

  /**
   * Chooses an action.
   *
   * @param state {@code [state]} raw SI. Not modified.
   * @param action {@code [action]} in [-1, 1]. Modified.
   */
  void act(float[] state, float[] action);
}
