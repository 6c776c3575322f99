package minitaur.controller.learn.sql;

import static minitaur.hal.settings.InvalidSettingException.require;

import minitaur.hal.settings.Setting;

/** How many actions expectations over actions are estimated with. */
public record ParticleSettings(
    @Setting(doc = "Uniform actions for the value of a next state.", unit = "actions") int value,
    @Setting(
            doc =
                "Actions of the policy for its gradient in a state; one half attracts and repels"
                    + " the other.",
            unit = "actions")
        int kernel) {
  /** Rejects impossible values. */
  public ParticleSettings {
    require(value >= 1 && value <= 1024, "value", value, "1 to 1024");
    require(kernel >= 4 && kernel <= 128 && kernel % 2 == 0, "kernel", kernel, "4 to 128, even");
  }
}
