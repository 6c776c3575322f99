package minitaur.controller.command;

import java.util.ArrayList;
import java.util.List;
import minitaur.controller.config.ConfigOverride;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Short forms of the settings that choose a real robot. */
final class RobotOptions {
  @Option(
      names = "--hal",
      paramLabel = "HAL",
      description =
          "simulated (default) or serial: the robot, or an emulated board, on a serial port; short"
              + " for --set robot.hal=HAL. serial implies run.mode=asynchronous.")
  @Nullable String hal;

  @Option(
      names = "--port",
      paramLabel = "PATH",
      description =
          "The robot's serial port, best a name under /dev/serial/by-id; short for --set"
              + " robot.port=PATH.")
  @Nullable String port;

  /** Whether any of the options was given. */
  boolean given() {
    return hal != null || port != null;
  }

  /** What the options imply, unless something else is asked for. */
  List<ConfigOverride> implied() {
    return "serial".equals(hal)
        ? List.of(new ConfigOverride("--hal serial", "run.mode", "asynchronous"))
        : List.of();
  }

  /** The options as overrides. */
  List<ConfigOverride> overrides() {
    List<ConfigOverride> overrides = new ArrayList<>();
    RunOptions.addTo(overrides, "--hal", "robot.hal", hal);
    RunOptions.addTo(overrides, "--port", "robot.port", port);
    return overrides;
  }
}
