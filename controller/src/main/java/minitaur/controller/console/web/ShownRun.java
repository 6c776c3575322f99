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
public record ShownRun(
    String name, @Nullable Path directory, String revision, @Nullable ShownTraining training) {

  /**
   * The training of a run.
   *
   * @param learner name of the algorithm
   * @param seed seed of the run
   * @param steps length of the training in environment steps
   */
  public record ShownTraining(String learner, long seed, long steps) {}

  /** A run with only a name. */
  public static ShownRun named(String name) {
    return new ShownRun(name, null, "", null);
  }

  /** A training in a run directory. */
  public static ShownRun training(ControllerConfig config, Path directory, String revision) {
    return new ShownRun(
        directory.toString(),
        directory,
        revision,
        new ShownTraining(config.learner().name(), config.run().seed(), config.run().steps()));
  }

  /** The directory of a collector, which has no description of the training. */
  public static ShownRun collector(Path directory, String revision) {
    return new ShownRun(directory.toString(), directory, revision, null);
  }
}
