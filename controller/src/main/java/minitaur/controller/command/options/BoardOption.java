package minitaur.controller.command.options;

import minitaur.controller.robot.RobotSettings.Board;
import picocli.CommandLine.Option;

/** The protocol of a motor controller board. */
@OptionHeading("Robot")
public final class BoardOption {
  @Option(
      names = "--board",
      paramLabel = "BOARD",
      defaultValue = "minitaur-link",
      description = "Protocol of the board: minitaur-link, ghost, ghost-metres or moteus.")
  private Board board;

  /** The selected board. */
  public Board board() {
    return board;
  }
}
