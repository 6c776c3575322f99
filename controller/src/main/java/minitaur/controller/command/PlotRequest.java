package minitaur.controller.command;

import java.nio.file.Path;
import java.util.List;

/**
 * A picture of learning curves that is asked for.
 *
 * @param runs directories of runs, at least one
 * @param output the PNG to write
 */
public record PlotRequest(List<Path> runs, Path output) {}
