package minitaur.controller.learn.policy;

import minitaur.hal.random.RandomStream;

/** Policy for random exploration at the start of a run: samples uniformly from all actions. */
public final class UniformPolicy implements Policy {
  private final RandomStream random;

  /** Creates a policy that samples from {@code random}. */
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
