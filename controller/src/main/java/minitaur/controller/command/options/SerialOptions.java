package minitaur.controller.command.options;

import minitaur.controller.robot.RobotSettings.Board;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A board on a serial port, for commands that do not use the robot settings. */
@OptionHeading("Robot")
public final class SerialOptions {
  @Option(
      names = "--port",
      paramLabel = "PATH",
      required = true,
      description = "Serial port, preferably a name under /dev/serial/by-id, which is stable.")
  private String port;

  @Option(
      names = "--baud",
      paramLabel = "N",
      defaultValue = "0",
      description = "Bits per second; 0 for the default of the board.")
  private int baud;

  @Mixin private final BoardOption board = new BoardOption();

  /** Path of the port. */
  public String port() {
    return port;
  }

  /** Bits per second; 0 for the default of the board. */
  public int baud() {
    return baud;
  }

  /** Protocol of the board. */
  public Board board() {
    return board.board();
  }
}
