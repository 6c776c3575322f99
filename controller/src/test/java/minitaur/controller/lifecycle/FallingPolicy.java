package minitaur.controller.lifecycle;

import java.util.Random;
import minitaur.controller.learn.policy.Policy;

/** A policy that often falls: it holds random postures for some time each. */
final class FallingPolicy implements Policy {
  private final Random random;
  private final float[] actionToHold = new float[8];
  private int remainingSteps;

  FallingPolicy(long seed) {
    random = new Random(seed);
  }

  @Override
  public long id() {
    return 0;
  }

  @Override
  public void act(float[] state, float[] action) {
    if (remainingSteps-- <= 0) {
      remainingSteps = 5 + random.nextInt(15);
      for (int i = 0; i < actionToHold.length; i++) {
        actionToHold[i] = random.nextBoolean() ? 1 : -1;
      }
    }
    System.arraycopy(actionToHold, 0, action, 0, actionToHold.length);
  }
}
