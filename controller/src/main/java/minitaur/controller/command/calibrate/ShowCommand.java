package minitaur.controller.command.calibrate;

import java.util.List;
import minitaur.calibration.Calibration;
import minitaur.calibration.CalibrationException;
import minitaur.calibration.CalibrationFile;
import minitaur.calibration.CalibrationValues;
import minitaur.controller.command.options.ConfigOptions;
import minitaur.controller.command.options.Program;
import minitaur.controller.command.options.ProgramCommand;
import minitaur.controller.run.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "show",
    header = "Print all values of a calibration file.",
    description = "Prints each value with its interval or residual, and what is missing.")
final class ShowCommand extends ProgramCommand {
  @Mixin private final ConfigOptions configOptions = new ConfigOptions();
  @Mixin private final CalibrationFileOption fileOption = new CalibrationFileOption();

  ShowCommand(Program program) {
    super(program);
  }

  @Override
  public ExitCode call() throws CalibrationException {
    Calibration calibration =
        CalibrationFile.read(fileOption.path(configOptions.read(List.of())), program::warn);
    out.println("robot " + calibration.robot());
    CalibrationValues.of(calibration).lines().forEach(out::println);
    if (calibration.motors() == null) {
      out.println("missing: motors; required before any torque");
    }
    if (calibration.imu() == null) {
      out.println("missing: imu; its readings are used unverified");
    }
    if (calibration.identification() == null) {
      out.println("missing: identification; required for sim.profile=measured");
    }
    return ExitCode.OK;
  }
}
