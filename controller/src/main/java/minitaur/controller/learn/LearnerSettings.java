package minitaur.controller.learn;

import java.util.Map;
import minitaur.controller.config.NamedSettings;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.hal.settings.InvalidSettingException;

/**
 * Settings of one learning algorithm, bound from the {@code learner} section of the configuration.
 * Each algorithm has its own record, in its own package.
 */
public interface LearnerSettings extends NamedSettings {
  /** Random steps on Gymnasium's environments; source: RL Zoo. */
  String GYMNASIUM_RANDOM_STEPS = "10000";

  /** Transitions in a minibatch. */
  int batchSize();

  /**
   * Update-to-data (UTD) ratio: updates per environment step after random exploration. 0.5 is one
   * update every other step.
   */
  double updatesPerStep();

  /** Number of uniformly random actions before the first update (warm-up). */
  int randomSteps();

  /**
   * Environment steps after which the newest policy replaces the acting one; 0: at the end of each
   * episode.
   */
  default int policySteps() {
    return 0;
  }

  /** Capacity of the replay buffer, transitions. */
  int replayCapacity();

  /** Whether a random half of each batch is mirrored, if the environment has a symmetry. */
  boolean mirror();

  /**
   * Defaults on Gymnasium's environments by key, where they differ from those on the robot: the
   * settings of published results there.
   */
  default Map<String, String> gymnasiumDefaults() {
    return Map.of();
  }

  /** Default backend for matrix products. */
  default MatrixBackend backend() {
    return MatrixBackend.fastest();
  }

  /** Shape of the policies that the learner produces. */
  PolicySpec policySpec(EnvironmentSpec spec);

  /** Creates a learner. */
  Learner create(LearnerContext context);

  /**
   * Checks the settings that all learners share; called by compact constructors.
   *
   * @throws InvalidSettingException if a value is out of range
   */
  static void check(int batchSize, double updatesPerStep, int randomSteps, int replayCapacity) {
    InvalidSettingException.requireBetween("batchSize", batchSize, 1, 65_536);
    InvalidSettingException.requireBetween("updatesPerStep", updatesPerStep, 0, 100);
    InvalidSettingException.requireAtLeast("randomSteps", randomSteps, 0);
    InvalidSettingException.requireBetween("replayCapacity", replayCapacity, 1000, 10_000_000);
  }
}
