package minitaur.controller.command.options;

import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import java.util.Locale;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import minitaur.controller.config.RobotConfig.Board;

/** The protocol of a motor controller board. */
@OptionHeading("Robot")
public final class BoardOption {
  @Option(
      names = "--board",
      paramLabel = "BOARD",
      defaultValue = "minitaur-link",
      converter = Names.class,
      description = "Protocol of the board: minitaur-link, ghost, ghost-metres or moteus.")
  private Board board = Board.MINITAUR_LINK;

  /** The selected board. */
  public Board board() {
    return board;
  }

  /** Names of the boards. */
  static final class Names extends EnumNames<Board> {
    Names() {
      super(Board.class);
    }
  }
}
