package minitaur.controller.command.options;

import java.util.ArrayList;
import java.util.List;
import minitaur.controller.config.ConfigException;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.settings.ControllerConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Short forms of the settings that select a real robot. */
@OptionHeading("Robot")
public final class RobotOptions {
  @Option(
      names = "--hal",
      paramLabel = "HAL",
      description =
          "simulated, or serial for the robot or an emulated board on a serial port; short for"
              + " --set robot.hal=HAL. serial implies run.mode=asynchronous"
              + " and, unless it is set, task.name=sustainable."
              + " Default: ${bundle:robot.hal}.")
  private @Nullable String hal;

  @Option(
      names = "--port",
      paramLabel = "PATH",
      description =
          "Serial port of the robot, preferably a name under /dev/serial/by-id; short for --set"
              + " robot.port=PATH. Default: none.")
  private @Nullable String port;

  /**
   * The configuration that these and other options select.
   *
   * @param overrides of other options. Not modified.
   * @throws ConfigException also if a port is given for a simulated robot, or a profile or terrain
   *     for a real one
   */
  public ControllerConfig read(ConfigOptions configOptions, List<ConfigOverride> overrides) {
    List<ConfigOverride> all = new ArrayList<>(overrides);
    RunOptions.addTo(all, "--hal", "robot.hal", hal);
    RunOptions.addTo(all, "--port", "robot.port", port);
    ControllerConfig config = configOptions.read(implied(), all);
    if (port != null && !config.robot().isSerial()) {
      throw ConfigException.of(
          "--port " + port, "robot.hal is simulated", "add --hal serial to use the robot");
    }
    for (ConfigOverride override : overrides) {
      if (override.path().startsWith("sim.") && config.robot().isSerial()) {
        throw ConfigException.of(
            override.origin(), "robot.hal is serial", "it applies to the simulated robot only");
      }
    }
    return config;
  }

  /** Settings that the options imply unless they are set explicitly. */
  private List<ConfigOverride> implied() {
    return "serial".equalsIgnoreCase(hal)
        ? List.of(new ConfigOverride("--hal serial", "run.mode", "asynchronous"))
        : List.of();
  }
}
