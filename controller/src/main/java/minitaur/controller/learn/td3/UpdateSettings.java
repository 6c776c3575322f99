package minitaur.controller.learn.td3;

import static minitaur.hal.settings.InvalidSettingException.require;
import static minitaur.hal.settings.InvalidSettingException.requireAtLeast;
import static minitaur.hal.settings.InvalidSettingException.requireBetween;
import static minitaur.hal.settings.InvalidSettingException.requirePositive;

import minitaur.hal.settings.Setting;

/** Settings of the updates of critics and policy. */
public record UpdateSettings(
    @Setting(doc = "Step size of Adam, for all networks.") double learningRate,
    @Setting(doc = "Discount factor per step.") double discount,
    @Setting(doc = "Target smoothing coefficient tau, applied at each update of the policy.")
        double targetSmoothing,
    @Setting(
            doc = "Updates of the critics for each update of policy and targets.",
            unit = "updates")
        int policyDelay,
    @Setting(doc = "Standard deviation of the noise on the target policy's action.")
        double targetNoise,
    @Setting(doc = "Bound of the noise on the target policy's action.") double targetNoiseClip) {
  public UpdateSettings {
    requirePositive("learningRate", learningRate, 1);
    require(discount >= 0 && discount < 1, "discount", discount, "at least 0, below 1");
    requirePositive("targetSmoothing", targetSmoothing, 1);
    requireAtLeast("policyDelay", policyDelay, 1);
    requireBetween("targetNoise", targetNoise, 0, 2);
    requireBetween("targetNoiseClip", targetNoiseClip, 0, 2);
  }
}
