package minitaur.controller.command;

import java.nio.file.Path;
import minitaur.controller.sweep.SweepDirectory;
import minitaur.controller.sweep.SweepPlan;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The directory of a sweep. */
final class SweepOptions {
  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Directory of the sweep. Default: runs/<name of the plan>.")
  private @Nullable Path directory;

  SweepDirectory directory(SweepPlan plan) {
    return new SweepDirectory(directory == null ? Path.of("runs", plan.name()) : directory);
  }
}
