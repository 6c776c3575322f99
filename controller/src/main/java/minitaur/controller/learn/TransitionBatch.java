package minitaur.controller.learn;

/**
 * A minibatch of transitions (s, a, r, s') with the discount that tells a termination from a
 * truncation.
 */
public final class TransitionBatch {
  /** Number of transitions. */
  public final int size;

  /** {@code [size x state]} s. */
  public final float[] states;

  /** {@code [size x action]} a, in [-1, 1]. */
  public final float[] actions;

  /** {@code [size]} r. */
  public final float[] rewards;

  /** {@code [size x state]} s'. */
  public final float[] nextStates;

  /** {@code [size]} 0 where the episode terminated with this transition, else 1. */
  public final float[] discounts;

  /** {@code [size]} electrical power over the transition, W. */
  public final float[] powers;

  /** A batch of zeros. */
  public TransitionBatch(int size, int stateSize, int actionSize) {
    this.size = size;
    states = new float[size * stateSize];
    actions = new float[size * actionSize];
    rewards = new float[size];
    nextStates = new float[size * stateSize];
    discounts = new float[size];
    powers = new float[size];
  }
}
