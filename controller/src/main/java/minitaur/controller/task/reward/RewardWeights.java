package minitaur.controller.task.reward;

import static minitaur.hal.settings.InvalidSettingException.requireBetween;
import static minitaur.hal.settings.InvalidSettingException.requirePositive;

import minitaur.hal.settings.Setting;

/**
 * Weights and limits of the reward's terms. The terms are those of Haarnoja et al. 2018 (arXiv
 * 1812.05905), section 7.2, which gives no values.
 */
public record RewardWeights(
    @Setting(
            doc = "Weight of the forward velocity.",
            unit = "per m/s",
            source = "Haarnoja et al. 2019, arXiv 1812.11103")
        double forwardVelocity,
    @Setting(
            doc = "Forward velocity is clipped to plus or minus this value.",
            unit = "m/s",
            source = "definition of the task")
        double forwardVelocityLimit,
    @Setting(
            doc =
                "Weight of the mean absolute second difference of the actions, which is"
                    + " subtracted.",
            source = "PyBullet's Minitaur environments")
        double actionAcceleration,
    @Setting(
            doc = "Weight of the absolute pitch, which is subtracted.",
            unit = "per rad",
            source = "Haarnoja et al. 2019, arXiv 1812.11103")
        double pitch,
    @Setting(
            doc = "Weight of front legs tucked under the body, which is subtracted.",
            unit = "per rad",
            source = "Haarnoja et al. 2019, arXiv 1812.11103")
        double frontLegFold,
    @Setting(
            doc = "A front leg counts as tucked when its swing is below minus this value.",
            unit = "rad",
            source = "Haarnoja et al. 2019, arXiv 1812.11103")
        double frontLegFoldThreshold) {
  private static final double MAX_WEIGHT = 1000;

  /** Checks every value. */
  public RewardWeights {
    requireBetween("forwardVelocity", forwardVelocity, 0, MAX_WEIGHT);
    requirePositive("forwardVelocityLimit", forwardVelocityLimit, 100);
    requireBetween("actionAcceleration", actionAcceleration, 0, MAX_WEIGHT);
    requireBetween("pitch", pitch, 0, MAX_WEIGHT);
    requireBetween("frontLegFold", frontLegFold, 0, MAX_WEIGHT);
    requireBetween("frontLegFoldThreshold", frontLegFoldThreshold, 0, 1.5);
  }

  /** The task's defaults. */
  public static RewardWeights nominal() {
    return new RewardWeights(1.0, 1.0, 0.1, 0.5, 1.0, 0.3);
  }
}
