package minitaur.controller.command.calibrate;

import java.nio.file.Path;
import minitaur.controller.command.options.OptionHeading;
import minitaur.controller.settings.ControllerConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The calibration file of the robot. */
@OptionHeading("Calibration file")
final class CalibrationFileOption {
  private static final Path DEFAULT_FILE = Path.of("calibration.yaml");

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description =
          "Calibration file of the robot. Default: robot.calibration of the configuration, else"
              + " calibration.yaml.")
  private @Nullable Path file;

  /** The file from the option, else from the configuration, else the default. */
  Path path(ControllerConfig config) {
    if (file != null) {
      return file;
    }
    String configured = config.robot().calibration();
    return configured.isEmpty() ? DEFAULT_FILE : Path.of(configured);
  }
}
