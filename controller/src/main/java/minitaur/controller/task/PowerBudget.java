package minitaur.controller.task;

import static minitaur.hal.settings.InvalidSettingException.require;
import static minitaur.hal.settings.InvalidSettingException.requireBetween;

import minitaur.hal.Motor;
import minitaur.hal.motor.ThermalModel;
import minitaur.hal.settings.Setting;

/**
 * The mean electrical power that a gait may take, which the learner treats as a constraint: each
 * reward that it learns from is reduced by {@code weight (P - offset) / 100 W}, with a weight that
 * rises while the budget is exceeded and falls otherwise. This is the dual step of Haarnoja et al.
 * 2018 (arXiv 1812.05905), section 5, with power in the place of entropy. The weight never rises so
 * far that standing still would be worth more than the present gait. Logged rewards and returns
 * stay those of the task.
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
            doc =
                "Temperature at which the windings may settle if all power becomes heat, evenly in"
                    + " all motors, at 22 degC in the room; 0: no limit. It stands for a number of"
                    + " watts. Of two limits the lower one holds.",
            unit = "degC",
            source = "winding model of the motors")
        double celsius,
    @Setting(
            doc =
                "How fast the weight of the power rises at twice the budget or more; in proportion"
                    + " to the excess below that.",
            unit = "per 100 W and 1000 steps",
            source = "experiments on this task")
        double weightRate,
    @Setting(
            doc = "Power that the robot takes while it stands still.",
            unit = "W",
            source = "simulated robot")
        double standingWatts,
    @Setting(
            doc =
                "Power at which a step is neither rewarded nor penalized. Below it power earns a"
                    + " reward, so that an early fall never pays.",
            unit = "W",
            source = "experiments on this task")
        double offsetWatts) {
  /** Largest budget and offset. */
  private static final double MAX_WATTS = PhysicalLimits.MAX_POWER;

  /** No winding survives more. */
  private static final double MAX_CELSIUS = 200;

  /** Checks every value. */
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
    return of(0);
  }

  /** A limit of {@code watts} with the default schedule. */
  public static PowerBudget of(double watts) {
    return new PowerBudget(watts, 0, 0.02, 150, 500);
  }

  /** Whether there is a limit. */
  public boolean isLimited() {
    return watts > 0 || celsius > 0;
  }

  /** The limit of the mean electrical power, W; infinite when there is none. */
  public double limitWatts() {
    double stated = watts > 0 ? watts : Double.POSITIVE_INFINITY;
    double bearable =
        celsius > 0 ? Motor.COUNT * ThermalModel.steadyHeat(celsius) : Double.POSITIVE_INFINITY;
    return Math.min(stated, bearable);
  }
}
