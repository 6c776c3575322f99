package minitaur.controller.learn.policy;

import minitaur.hal.random.RandomStream;

/**
 * Acts at random, uniformly over all actions: what a run begins with, before there is anything to
 * learn from.
 */
public final class UniformPolicy implements Policy {
  private final RandomStream random;

  /** A policy that draws from {@code random}. */
  public UniformPolicy(RandomStream random) {
    this.random = random;
  }

  @Override
  public long id() {
    return 0;
  }

  @Override
  public void act(float[] state, float[] action) {
    for (int i = 0; i < action.length; i++) {
      action[i] = (float) random.nextUniform(-1, 1);
    }
  }
}
