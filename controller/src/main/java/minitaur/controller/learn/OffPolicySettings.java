package minitaur.controller.learn;

/** Settings of an off-policy learner, which samples its batches from the whole replay buffer. */
public interface OffPolicySettings extends LearnerSettings {
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
}
