package minitaur.controller.learn.sql;

import static minitaur.hal.settings.InvalidSettingException.require;
import static minitaur.hal.settings.InvalidSettingException.requireBetween;

import minitaur.hal.settings.Setting;

/** Number of action samples with which expectations over actions are estimated. */
public record ParticleSettings(
    @Setting(doc = "Uniform actions for the value of a next state.", unit = "actions") int value,
    @Setting(
            doc =
                "Actions of the policy per state for the Stein gradient; one half attracts and repels"
                    + " the other.",
            unit = "actions")
        int kernel) {
  public ParticleSettings {
    requireBetween("value", value, 1, 1024);
    require(kernel >= 4 && kernel <= 128 && kernel % 2 == 0, "kernel", kernel, "4 to 128, even");
  }
}
