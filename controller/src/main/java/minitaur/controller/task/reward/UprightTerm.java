package minitaur.controller.task.reward;

import static minitaur.hal.settings.InvalidSettingException.requireBetween;

import minitaur.controller.task.ObservationLayout;
import minitaur.hal.settings.Setting;

/**
 * Rewards each step in which the robot stays upright: + weight cos(roll) cos(pitch), the cosine of
 * the angle between the trunk's up axis and the vertical.
 */
public record UprightTerm(
    @Setting(
            doc = "Weight of the cosine of the tilt, a bonus for each step without a fall.",
            source = "off in the paper's task")
        double upright)
    implements RewardTerm {
  public UprightTerm {
    requireBetween("upright", upright, 0, MAX_WEIGHT);
  }

  @Override
  public String name() {
    return "upright";
  }

  @Override
  public double min() {
    return -upright;
  }

  @Override
  public double max() {
    return upright;
  }

  @Override
  public double value(StepOutcome step) {
    return upright
        * StrictMath.cos(step.nextObservation[ObservationLayout.ROLL])
        * StrictMath.cos(step.nextObservation[ObservationLayout.PITCH]);
  }
}
