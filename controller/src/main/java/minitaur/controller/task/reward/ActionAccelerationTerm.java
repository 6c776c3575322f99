package minitaur.controller.task.reward;

import static minitaur.hal.settings.InvalidSettingException.requireBetween;

import minitaur.hal.settings.Setting;

/** Penalizes jerky actions: - weight mean_i abs(a_i[t] - 2 a_i[t-1] + a_i[t-2]). */
public record ActionAccelerationTerm(
    @Setting(
            doc =
                "Weight of the mean absolute second difference of the actions, which is"
                    + " subtracted.",
            source = "PyBullet's Minitaur environments")
        double actionAcceleration)
    implements RewardTerm {
  public ActionAccelerationTerm {
    requireBetween("actionAcceleration", actionAcceleration, 0, MAX_WEIGHT);
  }

  @Override
  public String name() {
    return "action_acceleration";
  }

  @Override
  public double min() {
    return -4 * actionAcceleration;
  }

  @Override
  public double max() {
    return 0;
  }

  @Override
  public double value(StepOutcome step) {
    double sum = 0;
    for (int i = 0; i < step.action.length; i++) {
      sum +=
          Math.abs(
              (double) step.action[i]
                  - 2.0 * step.previousAction[i]
                  + step.actionBeforePrevious[i]);
    }
    return -actionAcceleration * sum / step.action.length;
  }
}
