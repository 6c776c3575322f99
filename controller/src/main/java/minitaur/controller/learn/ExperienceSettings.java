package minitaur.controller.learn;

import minitaur.hal.settings.InvalidSettingException;
import minitaur.hal.settings.Setting;

/** The transitions that a learner learns from. */
public record ExperienceSettings(
    @Setting(
            doc = "Uniformly random actions at the start, before the first update.",
            unit = "environment steps",
            source = "definition of the task")
        int randomSteps,
    @Setting(
            doc =
                "How long a policy acts before the newest one replaces it; 0: for a whole episode."
                    + " A real robot and the collector of a remote trainer always keep the policy"
                    + " for a whole episode.",
            unit = "environment steps",
            source = "experiments on this task")
        int policySteps,
    @Setting(doc = "Transitions that the replay holds.", unit = "transitions") int replayCapacity) {
  /** Rejects impossible values. */
  public ExperienceSettings {
    InvalidSettingException.require(
        policySteps >= 0, "policySteps", policySteps, "a whole number of at least 0");
  }
}
