package minitaur.controller.command.calibrate;

import java.nio.file.Path;
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
import picocli.CommandLine.Parameters;

@Command(
    name = "compare",
    header = "Compare two calibration files.",
    description = "Prints the difference of every value.")
final class CompareCommand extends ProgramCommand {
  @Mixin private final ConfigOptions configOptions = new ConfigOptions();
  @Mixin private final CalibrationFileOption fileOption = new CalibrationFileOption();

  @Parameters(paramLabel = "OTHER", description = "The file to compare with.")
  private Path other;

  CompareCommand(Program program) {
    super(program);
  }

  @Override
  public ExitCode call() throws CalibrationException {
    Calibration first =
        CalibrationFile.read(fileOption.path(configOptions.read(List.of())), program::warn);
    Calibration second = CalibrationFile.read(other, program::warn);
    if (!first.robot().equals(second.robot())) {
      out.println(
          "NOTE: the files are for different robots, '%s' and '%s'"
              .formatted(first.robot(), second.robot()));
    }
    CalibrationValues.of(first).compare(CalibrationValues.of(second)).forEach(out::println);
    return ExitCode.OK;
  }
}
