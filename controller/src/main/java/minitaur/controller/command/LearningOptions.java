package minitaur.controller.command;

import java.util.List;
import minitaur.controller.config.ConfigOverride;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How long to learn and what to show of it, the same wherever the learner is. */
final class LearningOptions {
  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Length of the training in environment steps; short for --set run.steps=N.")
  private @Nullable String steps;

  @Option(names = "--no-progress", description = "Show no progress line.")
  private boolean noProgress;

  /** Adds the length, when it was given. */
  void addTo(List<ConfigOverride> overrides) {
    RunOptions.addTo(overrides, "--steps", "run.steps", steps);
  }

  /** Whether to show a progress line. */
  boolean showsProgress() {
    return !noProgress;
  }
}
