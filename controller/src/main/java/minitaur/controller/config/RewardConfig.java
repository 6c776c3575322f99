package minitaur.controller.config;

import static minitaur.controller.config.ConfigException.require;

/** Weights and limits of the reward's terms; a weight of 0 switches a term off. */
public record RewardConfig(
    @Setting(
            doc = "Weight of the forward velocity.",
            unit = "per m/s",
            source = "Haarnoja et al., RSS 2019 (second hand)")
        double velocity,
    @Setting(
            doc = "Forward velocity is rewarded up to this and punished down to its negative.",
            unit = "m/s",
            source = "definition of the task")
        double velocityClip,
    @Setting(
            doc =
                "Weight of the mean absolute second difference of the actions, which is"
                    + " subtracted.",
            source = "PyBullet's Minitaur environments")
        double actionAcceleration,
    @Setting(
            doc = "Weight of the absolute pitch, which is subtracted.",
            unit = "per rad",
            source = "Haarnoja et al., RSS 2019 (second hand)")
        double pitch,
    @Setting(
            doc = "Weight of front legs that are folded back under the body, which is subtracted.",
            unit = "per rad",
            source = "Haarnoja et al., RSS 2019 (second hand)")
        double frontFold,
    @Setting(
            doc = "A front leg counts as folded back when its swing is below minus this.",
            unit = "rad",
            source = "Haarnoja et al., RSS 2019 (second hand)")
        double frontFoldBeyond) {

  private static final String WEIGHT = "0 to 1000";

  /** Refuses impossible values. */
  public RewardConfig {
    require(isWeight(velocity), "velocity", velocity, WEIGHT);
    require(
        velocityClip > 0 && velocityClip <= 100,
        "velocityClip",
        velocityClip,
        "above 0, up to 100");
    require(isWeight(actionAcceleration), "actionAcceleration", actionAcceleration, WEIGHT);
    require(isWeight(pitch), "pitch", pitch, WEIGHT);
    require(isWeight(frontFold), "frontFold", frontFold, WEIGHT);
    require(
        frontFoldBeyond >= 0 && frontFoldBeyond <= 3, "frontFoldBeyond", frontFoldBeyond, "0 to 3");
  }

  private static boolean isWeight(double value) {
    return value >= 0 && value <= 1000;
  }

  /** The project's defaults. */
  public static RewardConfig defaults() {
    return new RewardConfig(1.0, 1.0, 0.1, 0.5, 1.0, 0.3);
  }
}
