package minitaur.controller.command.calibrate;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import minitaur.calibration.Calibration;
import minitaur.calibration.CalibrationException;
import minitaur.calibration.CalibrationFile;
import minitaur.calibration.CalibrationValues;
import minitaur.controller.command.options.ConfigOptions;
import minitaur.controller.command.options.Program;
import minitaur.controller.run.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "compare",
    header = "Compare two calibration files.",
    description = "Prints the difference of every value.")
final class CompareCommand implements Callable<ExitCode> {
  private final Program program;

  @Mixin private final ConfigOptions configOptions = new ConfigOptions();
  @Mixin private final CalibrationFileOption fileOption = new CalibrationFileOption();

  @Parameters(paramLabel = "OTHER", description = "The file to compare with.")
  @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
  private Path other;

  CompareCommand(Program program) {
    this.program = program;
  }

  @Override
  public ExitCode call() throws CalibrationException {
    Calibration first =
        CalibrationFile.read(fileOption.path(configOptions.read(List.of())), program::warn);
    Calibration second = CalibrationFile.read(other, program::warn);
    if (!first.robot().equals(second.robot())) {
      program
          .out()
          .println(
              "NOTE: the files are for different robots, '%s' and '%s'"
                  .formatted(first.robot(), second.robot()));
    }
    CalibrationValues.of(first)
        .compare(CalibrationValues.of(second))
        .forEach(program.out()::println);
    return ExitCode.OK;
  }
}
