package minitaur.controller.replay;

import java.util.Arrays;
import minitaur.hal.random.RandomStream;

/** The arrays that a batch is drawn into. */
final class Batch {
  final int size;
  final float[] states;
  final float[] actions;
  final float[] rewards;
  final float[] nextStates;
  final float[] discounts;

  Batch(int size) {
    this.size = size;
    states = new float[size * 112];
    actions = new float[size * 8];
    rewards = new float[size];
    nextStates = new float[size * 112];
    discounts = new float[size];
  }

  Batch draw(ReplayBuffer replay, RandomStream random) {
    Arrays.fill(states, Float.NaN);
    Arrays.fill(nextStates, Float.NaN);
    replay.sample(size, random, states, actions, rewards, nextStates, discounts);
    return this;
  }

  float[] state(int row) {
    return Arrays.copyOfRange(states, 112 * row, 112 * row + 112);
  }

  float[] nextState(int row) {
    return Arrays.copyOfRange(nextStates, 112 * row, 112 * row + 112);
  }

  float[] action(int row) {
    return Arrays.copyOfRange(actions, 8 * row, 8 * row + 8);
  }

  boolean sameAs(Batch other) {
    return Arrays.equals(states, other.states)
        && Arrays.equals(actions, other.actions)
        && Arrays.equals(rewards, other.rewards)
        && Arrays.equals(nextStates, other.nextStates)
        && Arrays.equals(discounts, other.discounts);
  }
}
