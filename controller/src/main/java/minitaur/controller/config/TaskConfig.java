package minitaur.controller.config;

import static minitaur.controller.config.ConfigException.require;

/** The walking task: timing, action mapping, gains of the position loop, reward. */
public record TaskConfig(
    @Setting(
            doc = "How often the policy acts.",
            unit = "Hz",
            source = "Haarnoja et al., RSS 2019 (second hand)")
        double policyRateHz,
    @Setting(doc = "Longest episode.", unit = "environment steps", source = "paper, 7.2")
        int episodeSteps,
    @Setting(
            doc = "Swing of a leg at action 1; above zero moves the foot forward.",
            unit = "rad",
            source = "Tan et al., Sim-to-Real, RSS 2018")
        double swingRange,
    @Setting(
            doc = "Extension of a leg at action 0; 0 is folded up, pi straight down.",
            unit = "rad",
            source = "PyBullet's reactive Minitaur environments")
        double extensionMid,
    @Setting(
            doc = "Extension that action 1 adds.",
            unit = "rad",
            source = "Tan et al., Sim-to-Real, RSS 2018")
        double extensionRange,
    @Setting(
            doc = "Position gain of the motors.",
            unit = "duty per rad",
            source = "PyBullet's Minitaur environments")
        double kp,
    @Setting(
            doc = "Velocity gain of the motors.",
            unit = "duty per rad/s",
            source = "PyBullet's Minitaur environments")
        double kd,
    @Setting(
            doc = "Half width of the uniform noise on each leg's swing and extension at the start.",
            unit = "rad",
            source = "definition of the task")
        double startJitter,
    @Setting(doc = "The reward's terms.") RewardConfig reward) {

  /** Refuses impossible values. */
  public TaskConfig {
    // A control step is a whole number of the position loop's steps of 1 ms.
    double milliseconds = 1000 / policyRateHz;
    require(
        policyRateHz >= 1
            && policyRateHz <= 1000
            && Math.abs(milliseconds - Math.rint(milliseconds)) < 1e-9,
        "policyRateHz",
        policyRateHz,
        "1 to 1000, with a whole number of milliseconds between actions");
    require(
        episodeSteps >= 1 && episodeSteps <= 1_000_000,
        "episodeSteps",
        episodeSteps,
        "1 to 1000000");
    require(swingRange > 0 && swingRange <= 1.5, "swingRange", swingRange, "above 0, up to 1.5");
    require(extensionMid >= 0.5 && extensionMid <= 3.0, "extensionMid", extensionMid, "0.5 to 3.0");
    require(
        extensionRange > 0 && extensionRange <= 1.5,
        "extensionRange",
        extensionRange,
        "above 0, up to 1.5");
    require(kp > 0 && kp <= 20, "kp", kp, "above 0, up to 20");
    require(kd >= 0 && kd <= 2, "kd", kd, "0 to 2");
    require(startJitter >= 0 && startJitter <= 0.5, "startJitter", startJitter, "0 to 0.5");
  }

  /** The project's defaults. */
  public static TaskConfig defaults() {
    return new TaskConfig(50, 500, 0.5, 2.0, 0.5, 1.0, 0.015, 0.05, RewardConfig.defaults());
  }
}
