package minitaur.controller.learn;

/** Settings of a learner that draws its batches from everything in the replay. */
public interface OffPolicySettings extends LearnerSettings {
  /** The transitions that the learner learns from. */
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
