package minitaur.controller.command;

import java.util.ArrayList;
import java.util.List;
import minitaur.controller.config.ConfigOverride;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Short forms of the settings that are changed most. */
final class RunOptions {
  @Option(
      names = "--profile",
      paramLabel = "PROFILE",
      description =
          "nominal, realistic (default) or randomized: how like a real robot the simulated one is;"
              + " short for --set sim.profile=PROFILE.")
  @Nullable String profile;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Root of every random number; short for --set run.seed=N.")
  @Nullable String seed;

  /** Whether any of the options was given. */
  boolean given() {
    return profile != null || seed != null;
  }

  /** The options as overrides. */
  List<ConfigOverride> overrides() {
    List<ConfigOverride> overrides = new ArrayList<>();
    addTo(overrides, "--profile", "sim.profile", profile);
    addTo(overrides, "--seed", "run.seed", seed);
    return overrides;
  }

  /** Adds {@code option} as an override of {@code path}, when it was given. */
  static void addTo(
      List<ConfigOverride> overrides, String option, String path, @Nullable String value) {
    if (value != null) {
      overrides.add(new ConfigOverride(option + " " + value, path, value));
    }
  }
}
