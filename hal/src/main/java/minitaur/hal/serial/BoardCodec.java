package minitaur.hal.serial;

import minitaur.hal.wire.BoardCommand;
import minitaur.hal.wire.BoardSample;
import org.jspecify.annotations.Nullable;

/**
 * One kind of board: what its bytes mean, how often it wants to be told, and where the position law
 * runs. Used by one thread; allocates nothing after construction but for {@link #complaint}.
 */
public interface BoardCodec {
  /** The protocol's name, as in the configuration. */
  String name();

  /** Bits a second that such a board usually has. */
  int usualBaudRate();

  /** Whether the position law runs on the board; otherwise the board takes duties. */
  boolean hasPositionLaw();

  /** Time between two states that the board sends by itself; 0 when it only answers. */
  long statePeriodNanos();

  /** Shortest time between two commands; 0 for every tick. */
  long commandPeriodNanos();

  /** Most bytes of a command. */
  int longestCommand();

  /**
   * Takes a byte from the board.
   *
   * @param sample Modified when the answer is true.
   * @return whether it completed a state
   */
  boolean accept(byte value, BoardSample sample);

  /**
   * Makes the bytes of a command.
   *
   * @param command Not modified.
   * @param out as long as {@link #longestCommand}. Modified.
   * @return number of bytes
   */
  int encode(BoardCommand command, byte[] out);

  /** Sequence number of the command encoded last, as the board repeats it; -1: it does not. */
  int lastCommandSequence();

  /** States found. */
  long frames();

  /** Pieces that were no frame: bytes lost, added or changed. */
  long damaged();

  /** What else the bytes say is wrong, such as another version; null when nothing. */
  @Nullable String complaint();
}
