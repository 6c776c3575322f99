package minitaur.controller.learn.crossq;

import static minitaur.hal.settings.InvalidSettingException.require;
import static minitaur.hal.settings.InvalidSettingException.requireAtLeast;
import static minitaur.hal.settings.InvalidSettingException.requireBetween;
import static minitaur.hal.settings.InvalidSettingException.requirePositive;

import minitaur.controller.learn.layernorm.RateSettings;
import minitaur.hal.settings.Setting;

/** Settings of the updates of critics, policy and temperature. */
public record UpdateSettings(
    @Setting(doc = "Step size of Adam, for all networks and the temperature.")
        RateSettings learningRate,
    @Setting(doc = "Adam's decay of the first moment.") double adamBeta1,
    @Setting(doc = "Discount factor per step.") double discount,
    @Setting(doc = "Target of the policy's entropy for each action component.", unit = "nat")
        double targetEntropyPerAction,
    @Setting(doc = "Temperature at the start.") double initialTemperature,
    @Setting(
            doc = "Updates of the critics for each update of policy and temperature.",
            unit = "updates")
        int policyDelay) {
  public UpdateSettings {
    require(adamBeta1 >= 0 && adamBeta1 < 1, "adamBeta1", adamBeta1, "at least 0, below 1");
    require(discount >= 0 && discount < 1, "discount", discount, "at least 0, below 1");
    requireBetween("targetEntropyPerAction", targetEntropyPerAction, -1000, 1000);
    requirePositive("initialTemperature", initialTemperature, 1000);
    requireAtLeast("policyDelay", policyDelay, 1);
  }
}
