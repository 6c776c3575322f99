package minitaur.controller.learn;

import minitaur.hal.settings.InvalidSettingException;

/** Settings of an off-policy learner, which samples its batches from the whole replay buffer. */
public interface OffPolicySettings extends LearnerSettings {
  /** Units in each of the two hidden layers of every network. */
  int hiddenUnits();

  /** Settings for collecting and storing training data. */
  ExperienceSettings experience();

  @Override
  default int randomSteps() {
    return experience().randomSteps();
  }

  @Override
  default int policySteps() {
    return experience().policySteps();
  }

  @Override
  default int replayCapacity() {
    return experience().replayCapacity();
  }

  /** By default, a squashed Gaussian. */
  @Override
  default PolicySpec policySpec(EnvironmentSpec spec) {
    return PolicySpec.of(spec, hiddenUnits(), PolicySpec.Head.SQUASHED_GAUSSIAN);
  }

  /**
   * Checks the settings that all off-policy learners share; called by compact constructors.
   *
   * @throws InvalidSettingException if a value is out of range
   */
  static void check(
      int batchSize, int hiddenUnits, double updatesPerStep, ExperienceSettings experience) {
    LearnerSettings.check(
        batchSize, updatesPerStep, experience.randomSteps(), experience.replayCapacity());
    InvalidSettingException.requireBetween("hiddenUnits", hiddenUnits, 1, 8192);
  }
}
