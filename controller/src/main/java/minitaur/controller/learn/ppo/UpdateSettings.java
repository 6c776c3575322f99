package minitaur.controller.learn.ppo;

import static minitaur.hal.settings.InvalidSettingException.require;
import static minitaur.hal.settings.InvalidSettingException.requireBetween;
import static minitaur.hal.settings.InvalidSettingException.requirePositive;

import minitaur.hal.settings.Setting;

/** Settings of the updates of policy and value function. */
public record UpdateSettings(
    @Setting(doc = "Step size of Adam.") double learningRate,
    @Setting(doc = "Passes over a rollout.") int epochs,
    @Setting(doc = "Discount factor per step.") double discount,
    @Setting(doc = "Lambda of generalized advantage estimation.", source = "arXiv 1506.02438")
        double lambda,
    @Setting(doc = "Clip range: maximum distance of the likelihood ratio from 1.") double clip,
    @Setting(
            doc = "Norm that the gradient is clipped to.",
            source = "github.com/openai/baselines, ppo2")
        double maxGradientNorm) {
  public UpdateSettings {
    requirePositive("learningRate", learningRate, 1);
    requireBetween("epochs", epochs, 1, 1000);
    require(discount >= 0 && discount < 1, "discount", discount, "at least 0, below 1");
    requireBetween("lambda", lambda, 0, 1);
    require(clip > 0 && clip < 1, "clip", clip, "above 0, below 1");
    require(
        maxGradientNorm > 0 && maxGradientNorm <= 1e6,
        "maxGradientNorm",
        maxGradientNorm,
        "above 0, up to 1000000");
  }
}
