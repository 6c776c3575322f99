package minitaur.controller.learn.layernorm;

import static minitaur.hal.settings.InvalidSettingException.require;
import static minitaur.hal.settings.InvalidSettingException.requireAtLeast;
import static minitaur.hal.settings.InvalidSettingException.requireBetween;
import static minitaur.hal.settings.InvalidSettingException.requirePositive;

import minitaur.hal.settings.Setting;

/** Settings of the updates of critics, policy and temperature. */
public record UpdateSettings(
    @Setting(doc = "Step size of Adam, for all networks and the temperature.")
        RateSettings learningRate,
    @Setting(doc = "Discount factor per step.") double discount,
    @Setting(doc = "Target smoothing coefficient tau of the critics.") double targetSmoothing,
    @Setting(doc = "Target of the policy's entropy for each action component.", unit = "nat")
        double targetEntropyPerAction,
    @Setting(doc = "Temperature at the start.") double initialTemperature,
    @Setting(
            doc = "Updates of the critics for each update of policy and temperature.",
            unit = "updates")
        int policyDelay,
    @Setting(
            doc =
                "Share of the averaged policy kept at an update of the policy; 0: no averaged"
                    + " policy. The better of averaged and newest policy is kept.")
        double policyAverage) {
  public UpdateSettings {
    require(discount >= 0 && discount < 1, "discount", discount, "at least 0, below 1");
    requirePositive("targetSmoothing", targetSmoothing, 1);
    requireBetween("targetEntropyPerAction", targetEntropyPerAction, -1000, 1000);
    requirePositive("initialTemperature", initialTemperature, 1000);
    requireAtLeast("policyDelay", policyDelay, 1);
    require(
        policyAverage >= 0 && policyAverage < 1,
        "policyAverage",
        policyAverage,
        "at least 0, below 1");
  }
}
