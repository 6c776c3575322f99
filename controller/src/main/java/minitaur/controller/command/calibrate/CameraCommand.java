package minitaur.controller.command.calibrate;

import minitaur.controller.command.options.Program;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "camera",
    header = "Calibrate a camera that replaces motion capture.",
    footer = {
      "",
      "In this order:",
      "  minitaur calibrate camera board --output chessboard.pdf",
      "  minitaur calibrate camera intrinsics --source /dev/video0",
      "  minitaur calibrate camera board --kind floor --tag 20 --output tag20.pdf",
      "  minitaur calibrate camera board --kind floor --tag 21 --output tag21.pdf",
      "  minitaur calibrate camera lane --tag 20=0,0.5 --tag 21=2,-0.5",
      "  minitaur calibrate camera board --kind trunk --output trunk.pdf",
      "To try a procedure without a camera, use --source synthetic."
    })
final class CameraCommand implements Runnable {
  @Spec private CommandSpec spec;

  private CameraCommand() {}

  /** The command with its subcommands. */
  static CommandLine create(Program program) {
    CommandLine line = new CommandLine(new CameraCommand());
    line.addSubcommand(new CameraBoardCommand(program));
    line.addSubcommand(new CameraIntrinsicsCommand(program));
    line.addSubcommand(new CameraLaneCommand(program));
    return line;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "missing step: board, intrinsics or lane");
  }
}
