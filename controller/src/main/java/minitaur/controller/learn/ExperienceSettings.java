package minitaur.controller.learn;

import minitaur.hal.settings.InvalidSettingException;
import minitaur.hal.settings.Setting;

/** Settings for collecting and storing training data. */
public record ExperienceSettings(
    @Setting(
            doc = "Uniformly random actions at the start, before the first update.",
            unit = "environment steps",
            source = "definition of the task")
        int randomSteps,
    @Setting(
            doc =
                "Steps after which the newest policy replaces the acting one; 0: at the end of an"
                    + " episode. A real robot and the collector of a remote trainer always keep the"
                    + " policy for a complete episode; in an external environment 0 acts as 1.",
            unit = "environment steps",
            source = "experiments on this task")
        int policySteps,
    @Setting(doc = "Capacity of the replay buffer.", unit = "transitions") int replayCapacity) {
  public ExperienceSettings {
    InvalidSettingException.requireAtLeast("policySteps", policySteps, 0);
  }
}
