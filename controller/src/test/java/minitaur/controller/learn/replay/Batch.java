package minitaur.controller.learn.replay;

import java.util.Arrays;
import minitaur.controller.learn.TransitionBatch;
import minitaur.hal.random.RandomStream;

/** A batch of the robot's transitions, accessible by row. */
public final class Batch {
  public final int size;
  public final float[] states;
  public final float[] actions;
  public final float[] rewards;
  public final float[] nextStates;
  public final float[] discounts;
  public final float[] powers;
  private final TransitionBatch batch;

  public Batch(int size) {
    this.size = size;
    batch = new TransitionBatch(size, 112, 8);
    states = batch.states;
    actions = batch.actions;
    rewards = batch.rewards;
    nextStates = batch.nextStates;
    discounts = batch.discounts;
    powers = batch.powers;
  }

  public Batch draw(CompactReplayBuffer replay, RandomStream random) {
    Arrays.fill(states, Float.NaN);
    Arrays.fill(nextStates, Float.NaN);
    replay.sample(batch, random);
    return this;
  }

  public float[] state(int row) {
    return Arrays.copyOfRange(states, 112 * row, 112 * row + 112);
  }

  public float[] nextState(int row) {
    return Arrays.copyOfRange(nextStates, 112 * row, 112 * row + 112);
  }

  public float[] action(int row) {
    return Arrays.copyOfRange(actions, 8 * row, 8 * row + 8);
  }

  boolean sameAs(Batch other) {
    return Arrays.equals(states, other.states)
        && Arrays.equals(actions, other.actions)
        && Arrays.equals(rewards, other.rewards)
        && Arrays.equals(nextStates, other.nextStates)
        && Arrays.equals(powers, other.powers)
        && Arrays.equals(discounts, other.discounts);
  }
}
