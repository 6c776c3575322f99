package minitaur.controller.external;

/** An environment that {@link EnvironmentServer} serves. Used by one thread. */
public interface Environment extends AutoCloseable {
  /** Outcome of a step. */
  enum Outcome {
    /** The episode continues. */
    CONTINUES(0),
    /** The episode terminated: no reward follows. */
    TERMINATED(1),
    /** The episode was truncated: the value of the last state is bootstrapped. */
    TRUNCATED(2);

    /** Flags in the RESULT frame. */
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
