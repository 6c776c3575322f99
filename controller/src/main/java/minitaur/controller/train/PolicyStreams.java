package minitaur.controller.train;

import minitaur.hal.random.RandomStream;

/** Where the chance in a training's actions comes from, wherever its episodes are run. */
public final class PolicyStreams {
  private PolicyStreams() {}

  /**
   * Of the uniformly random actions of the beginning.
   *
   * @param seed of the run
   */
  public static RandomStream uniform(long seed) {
    return RandomStream.of(seed, "policy.uniform");
  }

  /**
   * Of the policy's own noise.
   *
   * @param seed of the run
   */
  public static RandomStream noise(long seed) {
    return RandomStream.of(seed, "policy.noise");
  }
}
