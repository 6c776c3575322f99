package minitaur.controller.task.reward;

import static minitaur.hal.settings.InvalidSettingException.requireBetween;

import minitaur.hal.settings.Setting;

/** Penalizes large changes of the action: - weight mean_i (a_i[t] - a_i[t-1])^2. */
public record ActionRateTerm(
    @Setting(
            doc =
                "Weight of the mean squared change of the actions from step to step, which is"
                    + " subtracted.",
            source = "off in the paper's task")
        double actionRate)
    implements RewardTerm {
  public ActionRateTerm {
    requireBetween("actionRate", actionRate, 0, MAX_WEIGHT);
  }

  @Override
  public String name() {
    return "action_rate";
  }

  @Override
  public double min() {
    return -4 * actionRate;
  }

  @Override
  public double max() {
    return 0;
  }

  @Override
  public double value(StepOutcome step) {
    double sum = 0;
    for (int i = 0; i < step.action.length; i++) {
      double change = (double) step.action[i] - step.previousAction[i];
      sum += change * change;
    }
    return -actionRate * sum / step.action.length;
  }
}
