package minitaur.controller.learn.td3;

import static minitaur.hal.settings.InvalidSettingException.require;

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
  /** Rejects out-of-range values. */
  public UpdateSettings {
    require(
        learningRate > 0 && learningRate <= 1, "learningRate", learningRate, "above 0, up to 1");
    require(discount >= 0 && discount < 1, "discount", discount, "at least 0, below 1");
    require(
        targetSmoothing > 0 && targetSmoothing <= 1,
        "targetSmoothing",
        targetSmoothing,
        "above 0, up to 1");
    require(policyDelay >= 1, "policyDelay", policyDelay, "an integer of at least 1");
    require(targetNoise >= 0 && targetNoise <= 2, "targetNoise", targetNoise, "0 to 2");
    require(
        targetNoiseClip >= 0 && targetNoiseClip <= 2, "targetNoiseClip", targetNoiseClip, "0 to 2");
  }
}
