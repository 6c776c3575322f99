package minitaur.controller.learn.sql;

import static minitaur.hal.settings.InvalidSettingException.require;
import static minitaur.hal.settings.InvalidSettingException.requirePositive;

import minitaur.hal.settings.Setting;

/** Settings of the updates of Q-functions and policy. */
public record UpdateSettings(
    @Setting(doc = "Step size of Adam, for all networks.") double learningRate,
    @Setting(doc = "Discount factor per step.") double discount,
    @Setting(
            doc = "Target smoothing coefficient tau of the Q-functions.",
            source = "arXiv 1812.05905, table 1; a copy every 1000 updates in the original code")
        double targetSmoothing,
    @Setting(
            doc = "Factor of the rewards, the inverse of a temperature.",
            source = "github.com/haarnoja/softqlearning, mujoco_all_sql.py: Hopper, HalfCheetah")
        double rewardScale) {
  public UpdateSettings {
    requirePositive("learningRate", learningRate, 1);
    require(discount >= 0 && discount < 1, "discount", discount, "at least 0, below 1");
    requirePositive("targetSmoothing", targetSmoothing, 1);
    requirePositive("rewardScale", rewardScale, 10_000);
  }
}
