package minitaur.controller.console.web;

import java.nio.file.Path;
import minitaur.controller.settings.ControllerConfig;
import org.jspecify.annotations.Nullable;

/**
 * The run that a page shows.
 *
 * @param name for people
 * @param directory with the files that the page offers for download; null for none
 * @param revision of the program; empty when not shown
 * @param training what is trained; null where nothing is
 */
public record ShownRun(
    String name, @Nullable Path directory, String revision, @Nullable ShownTraining training) {

  /**
   * What a run trains.
   *
   * @param learner name of the algorithm
   * @param seed of the run
   * @param steps length of the training in environment steps
   */
  public record ShownTraining(String learner, long seed, long steps) {}

  /** A run of which only the name is known. */
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

  /** A directory of a collector; its trainer knows what is trained. */
  public static ShownRun collector(Path directory, String revision) {
    return new ShownRun(directory.toString(), directory, revision, null);
  }
}
