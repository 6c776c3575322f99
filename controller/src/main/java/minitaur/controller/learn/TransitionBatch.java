package minitaur.controller.learn;

/**
 * A minibatch of transitions (s, a, r, s') with a discount flag that distinguishes termination from
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

  /** {@code [size]} 0 if the episode terminated with this transition, else 1. */
  public final float[] discounts;

  /** {@code [size]} mean electrical power during the transition, W. */
  public final float[] powers;

  /** {@code [size]} index of the transition's record in the replay buffer. */
  public final long[] records;

  /** Creates a batch of zeros. */
  public TransitionBatch(int size, int stateSize, int actionSize) {
    this.size = size;
    states = new float[size * stateSize];
    actions = new float[size * actionSize];
    rewards = new float[size];
    nextStates = new float[size * stateSize];
    discounts = new float[size];
    powers = new float[size];
    records = new long[size];
  }

  /** Copies the transition in row {@code from} to row {@code to}. */
  public void copyRow(int from, int to) {
    int stateSize = states.length / size;
    int actionSize = actions.length / size;
    System.arraycopy(states, from * stateSize, states, to * stateSize, stateSize);
    System.arraycopy(nextStates, from * stateSize, nextStates, to * stateSize, stateSize);
    System.arraycopy(actions, from * actionSize, actions, to * actionSize, actionSize);
    rewards[to] = rewards[from];
    discounts[to] = discounts[from];
    powers[to] = powers[from];
    records[to] = records[from];
  }
}
