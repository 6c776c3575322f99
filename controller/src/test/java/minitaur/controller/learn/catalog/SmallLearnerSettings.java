package minitaur.controller.learn.catalog;

import java.util.List;
import java.util.stream.Stream;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.learn.LearnerSettings;
import minitaur.controller.settings.ControllerConfig;

/** All learners with networks and batches that are small enough for tests. */
public final class SmallLearnerSettings {
  private SmallLearnerSettings() {}

  /** Configuration overrides that select the learner with this name. */
  public static List<String> overrides(String name) {
    return Stream.concat(
            Stream.of("learner.name=" + name, "learner.hiddenUnits=16"), sizes(name).stream())
        .toList();
  }

  private static List<String> sizes(String name) {
    return switch (name) {
      case "ppo" -> List.of("learner.rolloutSteps=60", "learner.minibatchSize=20");
      default ->
          List.of("learner.batchSize=27", "learner.randomSteps=200", "learner.replayCapacity=1000");
    };
  }

  /** The learner's settings. */
  static LearnerSettings settings(String name) {
    return ControllerConfig.read(
            overrides(name).stream()
                .map(override -> ConfigOverride.parse("--set", override))
                .toList())
        .learner();
  }
}
