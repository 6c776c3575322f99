package minitaur.controller.run;

import java.nio.file.Path;

/**
 * A run in a figure.
 *
 * @param progress table of evaluations
 * @param episodes table of training episodes
 * @param seed of the run
 * @param rateHz control rate
 */
public record PlottedRun(Path progress, Path episodes, long seed, double rateHz) {
  /** Creates a run from its directory. */
  public static PlottedRun of(Path directory, long seed, double rateHz) {
    return new PlottedRun(
        directory.resolve(RunDirectory.PROGRESS),
        directory.resolve(RunDirectory.EPISODES),
        seed,
        rateHz);
  }
}
