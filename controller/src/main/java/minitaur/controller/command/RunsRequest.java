package minitaur.controller.command;

import java.nio.file.Path;

/**
 * A list of runs that is asked for.
 *
 * @param directory where they are
 * @param json whether programs shall read it
 */
public record RunsRequest(Path directory, boolean json) {}
