package minitaur.controller.external;

/** An environment that {@link EnvironmentServer} serves. Used by one thread. */
public interface Environment extends AutoCloseable {
  /** How a step ended. */
  enum Outcome {
    /** The episode goes on. */
    CONTINUES(0),
    /** The episode terminated: nothing can be earned after it. */
    TERMINATED(1),
    /** The episode was cut short: the value of the last state still counts. */
    TRUNCATED(2);

    /** The flags of a result. */
    final byte flags;

    Outcome(int flags) {
      this.flags = (byte) flags;
    }
  }

  /**
   * Starts an episode. The same seed gives the same episode for the same actions.
   *
   * @param observation {@code [observation]}. Modified.
   */
  void reset(long seed, float[] observation);

  /**
   * Takes one control step.
   *
   * @param action {@code [action]} within the bounds of the specification. Not modified.
   * @param observation {@code [observation]} after the step. Modified.
   */
  Outcome step(float[] action, float[] observation);

  /** Reward of the last step. */
  float reward();

  @Override
  void close();
}
