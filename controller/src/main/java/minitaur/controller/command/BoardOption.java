package minitaur.controller.command;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import minitaur.controller.config.RobotConfig.Board;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option that says what a board speaks, the same for every command that is given a port. */
final class BoardOption {
  @Option(
      names = "--board",
      paramLabel = "BOARD",
      defaultValue = "minitaur-link",
      converter = Names.class,
      description = "minitaur-link (default), ghost, ghost-metres or moteus.")
  Board board = Board.MINITAUR_LINK;

  /** Names as in the configuration. */
  static final class Names implements ITypeConverter<Board> {
    @Override
    public Board convert(String text) {
      for (Board board : Board.values()) {
        if (name(board).equals(text.toLowerCase(Locale.ROOT).replace('_', '-'))) {
          return board;
        }
      }
      throw new TypeConversionException(
          "'%s' is no board; allowed: %s"
              .formatted(
                  text,
                  Arrays.stream(Board.values())
                      .map(BoardOption::name)
                      .collect(Collectors.joining(", "))));
    }
  }

  /** A board's name as in the configuration. */
  static String name(Board board) {
    return board.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
