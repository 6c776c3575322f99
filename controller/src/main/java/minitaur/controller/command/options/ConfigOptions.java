package minitaur.controller.command.options;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import minitaur.controller.config.ConfigException;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.robot.SimulatedSession;
import minitaur.controller.settings.ControllerConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** Options that select a configuration. */
@OptionHeading("Configuration")
public final class ConfigOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "YAML file with settings. Default: none; missing settings keep their defaults.")
  private @Nullable Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      showDefaultValue = Visibility.NEVER,
      description =
          "One setting, such as run.steps=5000; overrides the file. Repeatable."
              + " \"minitaur config\" lists all settings. Default: none.")
  private List<String> assignments = new ArrayList<>();

  private static final String TOKEN_KEY = "console.token";

  /** Whether any of the options was given. */
  public boolean isSpecified() {
    return file != null || !assignments.isEmpty();
  }

  /** The file; null when none was given. */
  public @Nullable Path file() {
    return file;
  }

  /** The assignments, in the order of the command line. */
  public List<ConfigOverride> assignments() {
    return assignments.stream()
        .map(assignment -> ConfigOverride.parse("--set", assignment))
        .toList();
  }

  /**
   * The selected configuration.
   *
   * @param shortcuts overrides from short options, which take precedence over {@code --set}. Not
   *     modified.
   */
  public ControllerConfig read(List<ConfigOverride> shortcuts) {
    return read(List.of(), shortcuts);
  }

  /**
   * The selected configuration.
   *
   * @param implied settings that override the file only. Not modified.
   * @param shortcuts overrides from short options, which take precedence over {@code --set}. Not
   *     modified.
   */
  public ControllerConfig read(List<ConfigOverride> implied, List<ConfigOverride> shortcuts) {
    List<ConfigOverride> overrides = new ArrayList<>(implied);
    overrides.addAll(assignments());
    overrides.addAll(shortcuts);
    ControllerConfig config =
        file == null ? ControllerConfig.read(overrides) : ControllerConfig.read(file, overrides);
    protectSecret(config, overrides);
    // Rejects a malformed terrain before a run is created; only the simulator can parse it.
    SimulatedSession.terrainMix(config.sim());
    return config;
  }

  /** Restricts access to the file if it holds the token of the page. */
  private void protectSecret(ControllerConfig config, List<ConfigOverride> overrides) {
    boolean tokenOverridden = overrides.stream().anyMatch(each -> each.path().equals(TOKEN_KEY));
    if (file == null || tokenOverridden || config.console().token().isEmpty()) {
      return;
    }
    try {
      SecretFile.protect(file);
    } catch (IOException e) {
      throw ConfigException.of("", String.valueOf(e.getMessage()), "");
    }
  }
}
