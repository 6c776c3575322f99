package minitaur.controller.task;

import static minitaur.hal.settings.InvalidSettingException.requireBetween;

import minitaur.hal.settings.Setting;

/**
 * The mean electrical power that a gait may take, which the learner treats as a constraint: each
 * reward that it learns from is reduced by {@code weight (P - offset) / 100 W}, with a weight that
 * rises while the budget is exceeded and falls otherwise. This is the dual step of Haarnoja et al.
 * 2018 (arXiv 1812.05905), section 5, with power in the place of entropy. Logged rewards and
 * returns stay those of the task.
 */
public record PowerBudget(
    @Setting(
            doc =
                "Mean electrical power of the motors that the gait may take; 0: no limit. \"--task"
                    + " sustainable\" chooses a limit.",
            unit = "W",
            source = "winding model of the motors and experiments on this task")
        double watts,
    @Setting(
            doc = "Mean reward of a step from which on the weight rises for the first time.",
            source = "experiments on this task")
        double startReward,
    @Setting(
            doc =
                "How fast the weight of the power rises at twice the budget or more; in proportion"
                    + " to the excess below that.",
            unit = "per 100 W and 1000 steps",
            source = "experiments on this task")
        double weightRate,
    @Setting(
            doc = "Largest weight of the power.",
            unit = "per 100 W",
            source = "experiments on this task")
        double maximumWeight,
    @Setting(
            doc =
                "Mean reward of a step below which the weight falls, so that the gait is not given"
                    + " up for the budget.",
            source = "experiments on this task")
        double rewardFloor,
    @Setting(
            doc =
                "Power at which a step is neither rewarded nor penalized. Below it power earns a"
                    + " reward, so that an early fall never pays.",
            unit = "W",
            source = "experiments on this task")
        double offsetWatts) {
  /** Largest budget and offset. */
  private static final double MAX_WATTS = PhysicalLimits.MAX_POWER;

  /** Checks every value. */
  public PowerBudget {
    requireBetween("watts", watts, 0, MAX_WATTS);
    requireBetween("startReward", startReward, -1000, 1000);
    requireBetween("weightRate", weightRate, 0, 1);
    requireBetween("maximumWeight", maximumWeight, 0, 10);
    requireBetween("rewardFloor", rewardFloor, -1000, 1000);
    requireBetween("offsetWatts", offsetWatts, 0, MAX_WATTS);
  }

  /** No limit. */
  public static PowerBudget none() {
    return of(0);
  }

  /** A limit of {@code watts} with the default schedule. */
  public static PowerBudget of(double watts) {
    return new PowerBudget(watts, 0.35, 0.02, 0.6, 0.2, 500);
  }

  /** Whether there is a limit. */
  public boolean isLimited() {
    return watts > 0;
  }
}
