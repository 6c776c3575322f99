package minitaur.controller.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import minitaur.calibration.CalibrationFile;
import minitaur.controller.command.options.ConfigOptions;
import minitaur.controller.command.options.PageOptions;
import minitaur.controller.command.options.Program;
import minitaur.controller.command.options.ProgramCommand;
import minitaur.controller.command.options.SerialOptions;
import minitaur.controller.robot.MocapSettings;
import minitaur.controller.run.ExitCode;
import minitaur.controller.run.Terminal;
import minitaur.controller.settings.ConsoleSettings;
import minitaur.controller.verify.doctor.Doctor;
import minitaur.controller.verify.doctor.DoctorReport;
import minitaur.controller.verify.doctor.MocapCheck;
import minitaur.hal.SystemClock;
import minitaur.hal.motor.RobotCalibration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "doctor",
    header = "Check a robot before its first motion.",
    description =
        "Records the sensors of a robot with its motors off, guides you through moving each leg and"
            + " the trunk by hand, checks that each reading changes in the right direction, and"
            + " reports every problem with its fix. Checks motion capture too when the"
            + " configuration names a server. Exits with code 1 when there are problems.",
    footer = {
      "",
      "Examples:",
      "  minitaur doctor --port /dev/ttyACM0",
      "  minitaur doctor --port /dev/ttyUSB0 --board ghost --seconds 30 --json",
      "  minitaur doctor --port /dev/ttyACM0 --config lab.yaml"
    })
final class DoctorCommand extends ProgramCommand {
  @Mixin private final SerialOptions serialOptions = new SerialOptions();
  @Mixin private final PageOptions pageOptions = new PageOptions();
  @Mixin private final ConfigOptions configOptions = new ConfigOptions();

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "5",
      description = "How long to record.")
  private double seconds;

  @Option(
      names = "--calibration",
      paramLabel = "FILE",
      description =
          "Calibration of the robot. Default: none; the sensors are checked as the board reports"
              + " them.")
  private @Nullable Path calibrationFile;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Option(
      names = "--guide",
      negatable = true,
      description =
          "Run the manual checks, or only record. Default: run them on a terminal without --json.")
  private @Nullable Boolean guide;

  DoctorCommand(Program program) {
    super(program);
  }

  @Override
  public ExitCode call() throws IOException {
    require(seconds > 0 && seconds <= 3600, "--seconds", seconds, "above 0, up to 3600");
    if (json && Boolean.TRUE.equals(guide)) {
      throw usageError("--guide prints instructions; omit --json");
    }
    boolean guided = guide == null ? !json && Terminal.isPresent() : guide;
    PrintWriter out = program.writer();
    RobotCalibration calibration =
        calibrationFile == null
            ? RobotCalibration.identity()
            : CalibrationFile.read(calibrationFile, program::warn).toRobotCalibration();
    DoctorReport report =
        new Doctor(
                serialOptions.port(),
                serialOptions.board(),
                serialOptions.baud(),
                calibration,
                new SystemClock())
            .check(
                seconds,
                guided
                    ? new Doctor.Guidance(
                        pageOptions.choice(ConsoleSettings.defaults()), program.reader(), out)
                    : null);
    MocapSettings settings = configOptions.read(List.of()).mocap();
    MocapCheck.Report mocap =
        settings.source().isServer() ? MocapCheck.run(settings, seconds, new SystemClock()) : null;
    print(report, mocap);
    return ExitCode.of(
        report.problems().isEmpty() && (mocap == null || mocap.problems().isEmpty()));
  }

  private void print(DoctorReport report, MocapCheck.@Nullable Report mocap) throws IOException {
    PrintWriter out = program.writer();
    if (!json) {
      if (mocap != null) {
        mocap.print(out);
      }
      report.print(out);
      out.flush();
      return;
    }
    Map<String, Object> map = report.asMap();
    if (mocap != null) {
      map.put("motionCapture", mocap.asMap());
    }
    program.printJson(map);
  }
}
