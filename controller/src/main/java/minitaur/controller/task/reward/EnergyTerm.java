package minitaur.controller.task.reward;

import static minitaur.hal.settings.InvalidSettingException.requireBetween;

import minitaur.controller.task.PhysicalLimits;
import minitaur.hal.settings.Setting;

/** Penalizes electrical power: - weight P / 100 W. */
public record EnergyTerm(
    @Setting(
            doc = "Weight of the electrical power of the motors, which is subtracted.",
            unit = "per 100 W",
            source = "off in the paper's task")
        double energy)
    implements RewardTerm {
  private static final double UNIT_WATTS = 100;

  public EnergyTerm {
    requireBetween("energy", energy, 0, MAX_WEIGHT);
  }

  @Override
  public String name() {
    return "energy";
  }

  @Override
  public double min() {
    return -max();
  }

  @Override
  public double max() {
    return energy * PhysicalLimits.MAX_POWER / UNIT_WATTS;
  }

  @Override
  public double value(StepOutcome step) {
    return -energy * step.powerWatts / UNIT_WATTS;
  }
}
