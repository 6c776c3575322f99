package minitaur.controller.train;

import minitaur.hal.random.RandomStream;

/** Random streams of a training run's actions, the same for local and remote collection. */
public final class PolicyStreams {
  private PolicyStreams() {}

  /**
   * Stream of the uniform random actions during warm-up.
   *
   * @param seed seed of the run
   */
  public static RandomStream uniform(long seed) {
    return RandomStream.of(seed, "policy.uniform");
  }

  /**
   * Stream of the policy's exploration noise.
   *
   * @param seed seed of the run
   */
  public static RandomStream noise(long seed) {
    return RandomStream.of(seed, "policy.noise");
  }
}
