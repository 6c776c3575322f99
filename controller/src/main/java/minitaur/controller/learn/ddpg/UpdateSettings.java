package minitaur.controller.learn.ddpg;

import static minitaur.hal.settings.InvalidSettingException.require;
import static minitaur.hal.settings.InvalidSettingException.requirePositive;

import minitaur.hal.settings.Setting;

/** Settings of the updates of critic and policy. */
public record UpdateSettings(
    @Setting(doc = "Step size of Adam, for all networks.") double learningRate,
    @Setting(doc = "Discount factor per step.") double discount,
    @Setting(doc = "Target smoothing coefficient tau of the networks.") double targetSmoothing) {
  public UpdateSettings {
    requirePositive("learningRate", learningRate, 1);
    require(discount >= 0 && discount < 1, "discount", discount, "at least 0, below 1");
    requirePositive("targetSmoothing", targetSmoothing, 1);
  }
}
