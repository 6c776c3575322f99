package minitaur.controller.command.options;

import java.util.ArrayList;
import java.util.List;
import minitaur.controller.config.ConfigOverride;
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

  /** Settings that the options imply unless they are set explicitly. */
  public List<ConfigOverride> implied() {
    return "serial".equals(hal)
        ? List.of(new ConfigOverride("--hal serial", "run.mode", "asynchronous"))
        : List.of();
  }

  /** The options as overrides. */
  public List<ConfigOverride> overrides() {
    List<ConfigOverride> overrides = new ArrayList<>();
    RunOptions.addTo(overrides, "--hal", "robot.hal", hal);
    RunOptions.addTo(overrides, "--port", "robot.port", port);
    return overrides;
  }
}
