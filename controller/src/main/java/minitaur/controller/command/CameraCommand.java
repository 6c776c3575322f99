package minitaur.controller.command;

import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "camera",
    header = "Calibrate a camera that stands in for motion capture.",
    description = {
      "board: what to print: a chessboard for the lens, tags for the trunk and the floor.",
      "intrinsics: the lens, from views of the chessboard.",
      "lane: where the camera hangs, from tags on the floor or a walk of the robot."
    },
    footer = {
      "",
      "In this order:",
      "  minitaur calibrate camera board --output chessboard.pdf",
      "  minitaur calibrate camera intrinsics --source /dev/video0",
      "  minitaur calibrate camera board --kind floor --tag 20 --output tag20.pdf",
      "  minitaur calibrate camera lane --source /dev/video0 --tag 20=0,0.5 --tag 21=2,-0.5",
      "  minitaur calibrate camera board --kind trunk --output trunk.pdf",
      "Each can be tried without a camera: --source synthetic."
    })
final class CameraCommand implements Runnable {
  @SuppressWarnings("NullAway.Init") // Set by picocli.
  @Spec
  private CommandSpec spec;

  private CameraCommand() {}

  /** The command with what is below it. */
  static CommandLine create(Job<CameraRequest> job, Clock clock) {
    CommandLine line = new CommandLine(new CameraCommand());
    line.addSubcommand(new CameraBoardCommand(job));
    line.addSubcommand(new CameraIntrinsicsCommand(job, clock));
    line.addSubcommand(new CameraLaneCommand(job, clock));
    return line;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say which: board, intrinsics or lane");
  }
}
