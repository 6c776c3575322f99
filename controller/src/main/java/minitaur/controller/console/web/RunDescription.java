package minitaur.controller.console.web;

import java.nio.file.Path;
import minitaur.controller.settings.ControllerConfig;
import org.jspecify.annotations.Nullable;

/**
 * The run that a page shows.
 *
 * @param name display name
 * @param directory directory with the files that the page offers for download; null for none
 * @param revision revision of the program; empty if not shown
 * @param training description of the training; null for none
 */
public record RunDescription(
    String name,
    @Nullable Path directory,
    String revision,
    @Nullable TrainingDescription training) {

  /**
   * The training of a run.
   *
   * @param learner name of the algorithm
   * @param seed seed of the run
   * @param steps length of the training in environment steps
   */
  public record TrainingDescription(String learner, long seed, long steps) {}

  /** A run with only a name. */
  public static RunDescription named(String name) {
    return new RunDescription(name, null, "", null);
  }

  /** A training run in a run directory. */
  public static RunDescription training(ControllerConfig config, Path directory, String revision) {
    return new RunDescription(
        directory.toString(),
        directory,
        revision,
        new TrainingDescription(
            config.learner().name(), config.run().seed(), config.run().steps()));
  }

  /** The directory of a collector, which has no description of the training. */
  public static RunDescription collector(Path directory, String revision) {
    return new RunDescription(directory.toString(), directory, revision, null);
  }
}
