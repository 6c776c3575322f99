package minitaur.hal.serial;

import minitaur.hal.wire.BoardCommand;
import minitaur.hal.wire.BoardSample;
import org.jspecify.annotations.Nullable;

/**
 * Encoder and decoder of one board's protocol. Not thread-safe except {@link #boardName}; allocates
 * nothing after construction except in {@link #problem} and for the board's name after each start
 * of the board.
 */
public interface BoardCodec {
  /** Properties of this kind of board. */
  BoardTraits traits();

  /**
   * Decodes a byte from the board.
   *
   * @param sample Modified when true is returned.
   * @return whether the byte completed a state
   */
  boolean accept(byte value, BoardSample sample);

  /**
   * Encodes a command. For a board without {@link BoardCapability#MOTOR_DISABLE}, a command with
   * any bit of {@link BoardCommand#disabledMotors} set switches every motor off.
   *
   * @param command Not modified.
   * @param out {@link BoardTraits#maxCommandBytes} long or longer. Modified.
   * @return number of bytes
   */
  int encode(BoardCommand command, byte[] out);

  /** Sequence number of the last encoded command, as the board echoes it; -1 without an echo. */
  default int lastCommandSequence() {
    return -1;
  }

  /** Number of damaged frames: bytes lost, added or changed. */
  long damaged();

  /**
   * Other problem in the received data, such as a wrong version or a driver fault; null for none.
   */
  default @Nullable String problem() {
    return null;
  }

  /** Name of the board and its firmware, as the board reports it; empty until then. */
  default String boardName() {
    return "";
  }
}
