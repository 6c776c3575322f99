package minitaur.controller.command.options;

import java.util.ArrayList;
import java.util.List;
import minitaur.controller.config.ConfigOverride;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Short forms of the settings that are changed most often. */
@OptionHeading("Configuration")
public final class RunOptions {
  @Option(
      names = "--profile",
      paramLabel = "PROFILE",
      description =
          "Simulated robot: nominal, realistic, randomized or measured; short for --set"
              + " sim.profile=PROFILE."
              + " Default: ${bundle:sim.profile}.")
  private @Nullable String profile;

  @Option(
      names = "--terrain",
      paramLabel = "TERRAIN",
      description =
          "Terrain in simulation, such as slope:8 or stairs-down:0.04x0.35x4, or a weighted list,"
              + " such as 2*flat,rough:0.01; short for --set sim.terrain=TERRAIN."
              + " Default: ${bundle:sim.terrain}, except in generalize.")
  private @Nullable String terrain;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed; short for --set run.seed=N. Default: ${bundle:run.seed}.")
  private @Nullable String seed;

  /** The options as overrides. */
  public List<ConfigOverride> overrides() {
    List<ConfigOverride> overrides = new ArrayList<>();
    addTo(overrides, "--profile", "sim.profile", profile);
    addTo(overrides, "--terrain", "sim.terrain", terrain);
    addTo(overrides, "--seed", "run.seed", seed);
    return overrides;
  }

  /** Adds {@code option} as an override of {@code path}, if given. */
  public static void addTo(
      List<ConfigOverride> overrides, String option, String path, @Nullable String value) {
    if (value != null) {
      overrides.add(new ConfigOverride(option + " " + value, path, value));
    }
  }
}
