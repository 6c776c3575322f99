package minitaur.controller.learn.replay;

import java.util.Arrays;
import minitaur.hal.random.RandomStream;

/** The arrays that a batch is drawn into. */
public final class Batch {
  public final int size;
  public final float[] states;
  public final float[] actions;
  public final float[] rewards;
  public final float[] nextStates;
  public final float[] discounts;
  public final float[] powers;

  public Batch(int size) {
    this.size = size;
    states = new float[size * 112];
    actions = new float[size * 8];
    rewards = new float[size];
    nextStates = new float[size * 112];
    discounts = new float[size];
    powers = new float[size];
  }

  public Batch draw(ReplayBuffer replay, RandomStream random) {
    Arrays.fill(states, Float.NaN);
    Arrays.fill(nextStates, Float.NaN);
    replay.sample(size, random, states, actions, rewards, nextStates, discounts, powers);
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
