package minitaur.controller.command;

import java.nio.file.Path;
import minitaur.controller.config.ControllerConfig;

/**
 * A rehearsal that is asked for.
 *
 * @param config what trainer and collector are run with
 * @param directory new or empty; everything goes there
 * @param episodes to be finished at least
 * @param disturbances to be survived at least
 * @param emulated whether the collector drives an emulated board, in real time
 * @param seed of what happens when
 * @param json whether to print JSON rather than a table
 */
public record RehearseRequest(
    ControllerConfig config,
    Path directory,
    int episodes,
    int disturbances,
    boolean emulated,
    long seed,
    boolean json) {}
