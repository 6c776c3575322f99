package minitaur.controller.command;

import java.nio.file.Path;

/**
 * Rewards that shall be computed again.
 *
 * @param log a log of steps, or the directory of a run that has one
 * @param json whether to print a JSON object an episode rather than a table
 */
public record RewardsRequest(Path log, boolean json) {}
