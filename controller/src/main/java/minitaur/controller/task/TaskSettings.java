package minitaur.controller.task;

import static minitaur.hal.settings.InvalidSettingException.requireBetween;

import minitaur.controller.task.reward.RewardFunction;
import minitaur.hal.settings.Inline;
import minitaur.hal.settings.Setting;

/** The walking task: timing, action map, gains of the position control, reward. */
public record TaskSettings(
    @Inline EpisodeTiming timing,
    @Inline ActionMap actionMap,
    @Inline PositionGains gains,
    @Setting(
            doc =
                "Half width of the uniform noise on the swing and extension of each leg at the"
                    + " start of an episode.",
            unit = "rad",
            source = "definition of the task")
        double startJitter,
    @Setting(doc = "Terms of the reward. A weight of 0 disables a term.") RewardFunction reward) {

  /** Checks every value. */
  public TaskSettings {
    requireBetween("startJitter", startJitter, 0, 0.5);
  }

  /** This task with another control rate and length. */
  public TaskSettings with(EpisodeTiming changed) {
    return new TaskSettings(changed, actionMap, gains, startJitter, reward);
  }

  /** The task's defaults. */
  public static TaskSettings defaults() {
    return new TaskSettings(
        EpisodeTiming.nominal(),
        ActionMap.nominal(),
        PositionGains.nominal(),
        0.05,
        RewardFunction.nominal());
  }
}
