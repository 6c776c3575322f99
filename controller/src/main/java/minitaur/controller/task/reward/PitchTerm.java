package minitaur.controller.task.reward;

import static minitaur.hal.settings.InvalidSettingException.requireBetween;

import minitaur.controller.task.ObservationLayout;
import minitaur.controller.task.PhysicalLimits;
import minitaur.hal.settings.Setting;

/** Penalizes trunk pitch: - weight abs(pitch). */
public record PitchTerm(
    @Setting(
            doc = "Weight of the absolute pitch, which is subtracted.",
            unit = "per rad",
            source = "Haarnoja et al. 2019, arXiv 1812.11103")
        double pitch)
    implements RewardTerm {
  public PitchTerm {
    requireBetween("pitch", pitch, 0, MAX_WEIGHT);
  }

  @Override
  public String name() {
    return "pitch";
  }

  @Override
  public double min() {
    return -pitch * PhysicalLimits.MAX_TILT;
  }

  @Override
  public double max() {
    return 0;
  }

  @Override
  public double value(StepOutcome step) {
    return -pitch * Math.abs((double) step.nextObservation[ObservationLayout.PITCH]);
  }
}
