package minitaur.controller.command.calibrate;

import minitaur.controller.command.options.Program;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "calibrate",
    header = "Calibrate one robot, its motion capture or its camera.",
    description =
        "Each procedure adds its part to the calibration file of the robot and keeps the ten"
            + " previous files. Start with motors.",
    footer = {
      "",
      "Examples:",
      "  minitaur calibrate motors --hal serial --port /dev/ttyACM0 --robot minitaur-1",
      "  minitaur calibrate imu --hal serial --port /dev/ttyACM0 --robot minitaur-1",
      "  minitaur calibrate motors --seed 7 --script answers.txt    on a simulated one",
      "  minitaur calibrate compare --file calibration.yaml calibration.yaml.1",
      "",
      "Answers of a script, a line each: yes; yes 3 (only instruction 3); yes all; no"
    })
public final class CalibrateCommand implements Runnable {
  @Spec private CommandSpec spec;

  private CalibrateCommand() {}

  /** The command with its subcommands. */
  public static CommandLine create(Program program) {
    CommandLine line = new CommandLine(new CalibrateCommand());
    line.addSubcommand(new MotorsCommand(program));
    line.addSubcommand(new ImuCommand(program));
    line.addSubcommand(new IdentifyCommand(program));
    line.addSubcommand(new MocapAlignmentCommand(program));
    line.addSubcommand(CameraCommand.create(program));
    line.addSubcommand(new ShowCommand(program));
    line.addSubcommand(new CompareCommand(program));
    return line;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "missing procedure: motors, imu, identify, mocap, camera, show or compare");
  }
}
