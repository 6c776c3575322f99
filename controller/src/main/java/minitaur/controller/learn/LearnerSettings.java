package minitaur.controller.learn;

import minitaur.controller.config.ConfigException;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.config.NamedSettings;

/**
 * Settings of one learning algorithm, bound from the configuration's section {@code learner}. A
 * record per algorithm, in the algorithm's own package.
 */
public interface LearnerSettings extends NamedSettings {
  /** Transitions in a minibatch. */
  int batchSize();

  /** Updates for each environment step after the random ones; 0.5 is one every other step. */
  double updatesPerStep();

  /** Uniformly random actions at the start, before the first update. */
  int randomSteps();

  /** Transitions that the replay holds. */
  int replayCapacity();

  /** Whether a random half of each batch is mirrored, where the environment has a symmetry. */
  boolean mirror();

  /** Shape of the policies that the learner hands out. */
  PolicySpec policySpec(EnvironmentSpec spec);

  /** A new learner. */
  Learner create(LearnerContext context);

  /** The learner that a configuration chooses. */
  static LearnerSettings of(ControllerConfig config) {
    return (LearnerSettings) config.learner();
  }

  /**
   * Rejects impossible values of what all learners have; for the compact constructors.
   *
   * @throws ConfigException when one is impossible
   */
  static void check(int batchSize, double updatesPerStep, int randomSteps, int replayCapacity) {
    ConfigException.require(
        batchSize >= 1 && batchSize <= 65_536, "batchSize", batchSize, "1 to 65536");
    ConfigException.require(
        updatesPerStep >= 0 && updatesPerStep <= 100, "updatesPerStep", updatesPerStep, "0 to 100");
    ConfigException.require(
        randomSteps >= 0, "randomSteps", randomSteps, "a whole number of at least 0");
    ConfigException.require(
        replayCapacity >= 1000 && replayCapacity <= 10_000_000,
        "replayCapacity",
        replayCapacity,
        "1000 to 10000000");
  }
}
