package minitaur.controller.command.options;

import minitaur.controller.robot.RobotSettings.Board;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A board on a serial port, for commands that do not use the robot settings. */
@OptionHeading("Robot")
public final class SerialOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

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
    OptionCheck.require(spec, !port.isEmpty(), "--port", "empty", "the path of a serial port");
    return port;
  }

  /** Bits per second; 0 for the default of the board. */
  public int baud() {
    OptionCheck.require(spec, baud >= 0, "--baud", baud, "0 or more");
    return baud;
  }

  /** Protocol of the board. */
  public Board board() {
    return board.board();
  }
}
