package minitaur.controller.task.reward;

import static minitaur.hal.settings.InvalidSettingException.requireBetween;
import static minitaur.hal.settings.InvalidSettingException.requirePositive;

import minitaur.hal.settings.Setting;

/** Rewards forward motion: + weight clip(v, -limit, limit). */
public record ForwardVelocityTerm(
    @Setting(
            doc = "Weight of the forward velocity.",
            unit = "per m/s",
            source = "Haarnoja et al. 2019, arXiv 1812.11103")
        double forwardVelocity,
    @Setting(
            doc = "Forward velocity is clipped to plus or minus this value.",
            unit = "m/s",
            source = "definition of the task")
        double forwardVelocityLimit)
    implements RewardTerm {
  /** Checks weight and limit. */
  public ForwardVelocityTerm {
    requireBetween("forwardVelocity", forwardVelocity, 0, MAX_WEIGHT);
    requirePositive("forwardVelocityLimit", forwardVelocityLimit, 100);
  }

  @Override
  public String name() {
    return "forward_velocity";
  }

  @Override
  public double min() {
    return -max();
  }

  @Override
  public double max() {
    return forwardVelocity * forwardVelocityLimit;
  }

  @Override
  public double value(StepOutcome step) {
    return forwardVelocity
        * Math.max(
            -forwardVelocityLimit, Math.min(forwardVelocityLimit, step.velocityMetresPerSec));
  }
}
