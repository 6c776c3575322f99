package minitaur.controller.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.config.ConfigReader;
import minitaur.controller.config.ControllerConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that choose a configuration, the same for every command. */
final class ConfigOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "YAML file with settings; what it leaves out keeps its default.")
  @Nullable Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "One setting, such as sac.batch=128; goes before the file. Can be repeated."
              + " \"minitaur config\" lists all settings.")
  List<String> assignments = new ArrayList<>();

  /** Whether any of the options was given. */
  boolean given() {
    return file != null || !assignments.isEmpty();
  }

  /**
   * The configuration that the options choose.
   *
   * @param more overrides that go before these options' own. Not modified.
   */
  ControllerConfig read(List<ConfigOverride> more) {
    return read(List.of(), more);
  }

  /**
   * The configuration that the options choose.
   *
   * @param implied overrides that go before the file alone. Not modified.
   * @param more overrides that go before these options' own. Not modified.
   */
  ControllerConfig read(List<ConfigOverride> implied, List<ConfigOverride> more) {
    List<ConfigOverride> overrides = new ArrayList<>(implied);
    for (String assignment : assignments) {
      overrides.add(ConfigOverride.parse("--set", assignment));
    }
    overrides.addAll(more);
    return file == null ? ConfigReader.read(overrides) : ConfigReader.read(file, overrides);
  }
}
