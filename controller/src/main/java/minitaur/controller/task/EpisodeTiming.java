package minitaur.controller.task;

import static minitaur.hal.settings.InvalidSettingException.require;
import static minitaur.hal.settings.InvalidSettingException.requireBetween;

import minitaur.hal.settings.Setting;

/** Control rate and length of an episode. */
public record EpisodeTiming(
    @Setting(
            doc = "Control rate of the policy.",
            unit = "Hz",
            source = "Haarnoja et al. 2019, arXiv 1812.11103")
        double policyRateHz,
    @Setting(
            doc = "Maximum length of an episode.",
            unit = "environment steps",
            source = "Haarnoja et al. 2018, arXiv 1812.05905, section 7.2")
        int episodeSteps) {
  public EpisodeTiming {
    // A control step is a whole number of 1 ms steps of the position loop.
    double milliseconds = 1000 / policyRateHz;
    require(
        policyRateHz >= 1
            && policyRateHz <= 1000
            && Math.abs(milliseconds - Math.rint(milliseconds)) < 1e-9,
        "policyRateHz",
        policyRateHz,
        "1 to 1000, with a whole number of milliseconds between actions");
    requireBetween("episodeSteps", episodeSteps, 1, 1_000_000);
  }

  /** The task's defaults. */
  public static EpisodeTiming nominal() {
    return new EpisodeTiming(50, 500);
  }

  /** Duration of a control step, ns. */
  public long stepNanos() {
    return Math.round(1e9 / policyRateHz);
  }
}
