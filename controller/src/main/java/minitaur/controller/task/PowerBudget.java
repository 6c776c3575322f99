package minitaur.controller.task;

import static minitaur.hal.settings.InvalidSettingException.require;
import static minitaur.hal.settings.InvalidSettingException.requireBetween;

import minitaur.hal.Motor;
import minitaur.hal.motor.ThermalModel;
import minitaur.hal.settings.Setting;

/**
 * Limit on the mean electrical power of a gait. It constrains learning: {@code weight (P - offset)
 * / 100 W} is subtracted from each training reward. The weight rises while the budget is exceeded
 * and falls otherwise. This is the dual step of Haarnoja et al. 2018 (arXiv 1812.05905), section 5,
 * with power in place of entropy. The weight is bounded so that standing still is never worth more
 * than the current gait. Logged rewards and returns are those of the task, without this penalty.
 */
public record PowerBudget(
    @Setting(
            doc =
                "Maximum mean electrical power of the motors; 0: no limit. \"--task sustainable\""
                    + " sets a limit.",
            unit = "W",
            source = "winding model of the motors and experiments on this task")
        double watts,
    @Setting(
            doc =
                "Maximum steady-state winding temperature if all power becomes heat, distributed"
                    + " evenly over the motors, at an ambient temperature of 22 degC; 0: no limit."
                    + " Converted to watts. If both limits are set, the lower one applies.",
            unit = "degC",
            source = "winding model of the motors")
        double celsius,
    @Setting(
            doc =
                "Rate at which the penalty weight increases at twice the budget or more;"
                    + " proportional to the excess below that.",
            unit = "per 100 W and 1000 steps",
            source = "experiments on this task")
        double weightRate,
    @Setting(
            doc =
                "Power consumption of the robot while it stands still: about 75 W in the stance of"
                    + " \"sustainable\", 130 to 150 W in the paper's.",
            unit = "W",
            source = "simulated robot")
        double standingWatts,
    @Setting(
            doc =
                "Power at which a step is neither rewarded nor penalized. Below it power earns a"
                    + " reward, so that an early fall is never rewarded.",
            unit = "W",
            source = "experiments on this task")
        double offsetWatts) {
  /** Maximum of every power setting. */
  private static final double MAX_WATTS = PhysicalLimits.MAX_POWER;

  /** Maximum temperature that a winding survives. */
  private static final double MAX_CELSIUS = 200;

  public PowerBudget {
    requireBetween("watts", watts, 0, MAX_WATTS);
    require(
        celsius == 0 || (celsius > ThermalModel.AMBIENT_CELSIUS && celsius <= MAX_CELSIUS),
        "celsius",
        celsius,
        "0 (no limit), or above %s and at most %s"
            .formatted(ThermalModel.AMBIENT_CELSIUS, MAX_CELSIUS));
    requireBetween("weightRate", weightRate, 0, 1);
    requireBetween("standingWatts", standingWatts, 0, MAX_WATTS);
    requireBetween("offsetWatts", offsetWatts, 0, MAX_WATTS);
  }

  /** No limit. */
  public static PowerBudget none() {
    return new PowerBudget(0, 0, 0.03, 150, 500);
  }

  /** Whether there is a limit. */
  public boolean isLimited() {
    return watts > 0 || celsius > 0;
  }

  /** The limit of the mean electrical power, W; infinite if there is none. */
  public double limitWatts() {
    double powerLimit = watts > 0 ? watts : Double.POSITIVE_INFINITY;
    double thermalLimit =
        celsius > 0 ? Motor.COUNT * ThermalModel.steadyHeat(celsius) : Double.POSITIVE_INFINITY;
    return Math.min(powerLimit, thermalLimit);
  }
}
