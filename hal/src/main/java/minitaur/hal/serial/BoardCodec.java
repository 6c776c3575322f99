package minitaur.hal.serial;

import minitaur.hal.wire.BoardCommand;
import minitaur.hal.wire.BoardSample;
import org.jspecify.annotations.Nullable;

/**
 * One kind of board: what it has in common with others of its kind, and what its bytes mean. Used
 * by one thread; allocates nothing after construction but for {@link #complaint}.
 */
public interface BoardCodec {
  /** What every such board has in common. */
  BoardTraits traits();

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
   * @param out as long as the longest command. Modified.
   * @return number of bytes
   */
  int encode(BoardCommand command, byte[] out);

  /** Sequence number of the command encoded last, as the board repeats it; -1: it does not. */
  default int lastCommandSequence() {
    return -1;
  }

  /** States found. */
  long frames();

  /** Pieces that were no frame: bytes lost, added or changed. */
  long damaged();

  /** What else the bytes say is wrong, such as another version; null when nothing. */
  default @Nullable String complaint() {
    return null;
  }
}
