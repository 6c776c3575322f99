package minitaur.controller.command.options;

import java.io.PrintStream;
import java.util.List;
import java.util.function.BooleanSupplier;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.console.terminal.TrainingProgress;
import minitaur.controller.run.ProgressLine;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Length, learner, task and progress output of a training run. */
@OptionHeading("Training")
public final class LearningOptions {
  @Option(
      names = "--steps",
      paramLabel = "N",
      description =
          "Length of the training in environment steps; short for --set run.steps=N."
              + " Default: ${bundle:run.steps}.")
  private @Nullable String steps;

  @Option(
      names = "--learner",
      paramLabel = "NAME",
      description =
          "Learning algorithm; short for --set learner.name=NAME. Default: ${bundle:learner.name}."
              + " \"minitaur config\" lists all names.")
  private @Nullable String learner;

  @Option(
      names = "--task",
      paramLabel = "NAME",
      description =
          "paper, or sustainable for a gait that stays within a power budget; short for --set"
              + " task.name=NAME. Default: ${bundle:task.name}; sustainable with --hal serial.")
  private @Nullable String task;

  @Option(names = "--no-progress", description = "Do not print progress.")
  private boolean noProgress;

  /** Adds length, learner and task, if given. */
  public void addTo(List<ConfigOverride> overrides) {
    addStepsTo(overrides);
    RunOptions.addTo(overrides, "--learner", "learner.name", learner);
    RunOptions.addTo(overrides, "--task", "task.name", task);
  }

  /** Adds the length, if given. */
  public void addStepsTo(List<ConfigOverride> overrides) {
    RunOptions.addTo(overrides, "--steps", "run.steps", steps);
  }

  /**
   * Creates the progress output of a training run: log messages, and a progress line unless
   * disabled.
   *
   * @param total environment steps of the run
   * @param waiting whether the run waits for the operator; speed and ETA exclude that time
   */
  public TrainingProgress progress(PrintStream out, long total, BooleanSupplier waiting) {
    return new TrainingProgress(
        start ->
            noProgress ? null : ProgressLine.create(out, start, total, System::nanoTime, waiting));
  }
}
