package minitaur.controller.command.options;

import java.util.List;
import minitaur.controller.config.ConfigOverride;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Short forms of the settings that select an external environment. */
@OptionHeading("Environment")
public final class EnvironmentOptions {
  @Option(
      names = "--env",
      paramLabel = "ID",
      description =
          "Environment: minitaur, gymnasium:ID such as gymnasium:HalfCheetah-v5, or"
              + " program:COMMAND; short for --set environment.id=ID."
              + " Default: ${bundle:environment.id}.")
  private @Nullable String id;

  @Option(
      names = "--env-python",
      paramLabel = "PATH",
      description =
          "Python interpreter with the package gymnasium; short for --set environment.python=PATH."
              + " Default: ${bundle:environment.python}.")
  private @Nullable String python;

  /** Adds the options that were given. */
  public void addTo(List<ConfigOverride> overrides) {
    RunOptions.addTo(overrides, "--env", "environment.id", id);
    RunOptions.addTo(overrides, "--env-python", "environment.python", python);
  }
}
