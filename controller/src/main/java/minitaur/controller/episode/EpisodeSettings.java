package minitaur.controller.episode;

import java.util.List;
import minitaur.controller.config.NamedSettings;
import minitaur.controller.episode.safety.Lane;
import minitaur.controller.episode.safety.SafetyLimits;
import minitaur.controller.episode.safety.SafetySettings;
import minitaur.controller.task.TaskSettings;
import minitaur.hal.settings.Setting;

/** Settings of an episode: the task, and when it ends early. */
public record EpisodeSettings(
    @Setting(doc = "The walking task: timing, action map, gains of the position control, reward.")
        TaskSettings task,
    @Setting(doc = "When the supervisor ends an episode or stops the motors.")
        SafetySettings safety,
    @Setting(doc = "Where the robot may walk.") Lane lane)
    implements NamedSettings.ChoiceProvider {

  /** The project's defaults. */
  public static EpisodeSettings defaults() {
    return new EpisodeSettings(
        TaskSettings.all().get(0), SafetySettings.defaults(), Lane.unlimited());
  }

  @Override
  public List<TaskSettings> choices() {
    return TaskSettings.all();
  }

  /**
   * The limits of the supervisor.
   *
   * @param isSimulated whether the robot is simulated
   */
  public SafetyLimits limits(boolean isSimulated) {
    return safety.limits(isSimulated, lane);
  }
}
