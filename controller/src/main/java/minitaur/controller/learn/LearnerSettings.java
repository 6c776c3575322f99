package minitaur.controller.learn;

import minitaur.controller.config.NamedSettings;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.hal.settings.InvalidSettingException;

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

  /**
   * Environment steps that a policy acts for before the newest one replaces it; 0 for a whole
   * episode.
   */
  default int policySteps() {
    return 0;
  }

  /** Transitions that the replay holds. */
  int replayCapacity();

  /** Whether a random half of each batch is mirrored, where the environment has a symmetry. */
  boolean mirror();

  /** What multiplies matrices unless the configuration says otherwise. */
  default MatrixBackend backend() {
    return MatrixBackend.fastest();
  }

  /** Shape of the policies that the learner hands out. */
  PolicySpec policySpec(EnvironmentSpec spec);

  /** A new learner. */
  Learner create(LearnerContext context);

  /**
   * Rejects impossible values of what all learners have; for the compact constructors.
   *
   * @throws InvalidSettingException when one is impossible
   */
  static void check(int batchSize, double updatesPerStep, int randomSteps, int replayCapacity) {
    InvalidSettingException.require(
        batchSize >= 1 && batchSize <= 65_536, "batchSize", batchSize, "1 to 65536");
    InvalidSettingException.require(
        updatesPerStep >= 0 && updatesPerStep <= 100, "updatesPerStep", updatesPerStep, "0 to 100");
    InvalidSettingException.require(
        randomSteps >= 0, "randomSteps", randomSteps, "a whole number of at least 0");
    InvalidSettingException.require(
        replayCapacity >= 1000 && replayCapacity <= 10_000_000,
        "replayCapacity",
        replayCapacity,
        "1000 to 10000000");
  }
}
