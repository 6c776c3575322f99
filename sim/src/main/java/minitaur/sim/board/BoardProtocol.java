package minitaur.sim.board;

import minitaur.hal.wire.BoardCommand;
import minitaur.hal.wire.BoardSample;

/** Board side of a protocol: decodes commands and encodes states. */
public interface BoardProtocol {
  /** Period at which the board sends states unprompted; 0 if it only answers requests. */
  long statePeriodNanos();

  /**
   * Default command timeout of the board, ms; a timeout in a command takes precedence. 0 for none.
   */
  int defaultWatchdogMillis();

  /** Whether commands carry the boot id that they are meant for. */
  default boolean usesBootIds() {
    return false;
  }

  /** Resets the protocol after a board start; sequence numbers restart. */
  default void reset() {}

  /**
   * Accepts a byte from the host.
   *
   * @param command Modified if the result is true.
   * @return whether the byte completed a command
   */
  boolean accept(byte value, BoardCommand command);

  /** Sequence number of the latest command; -1 if there is none, or the protocol has no numbers. */
  default int commandSequence() {
    return -1;
  }

  /**
   * Encodes a state, or the pending answers.
   *
   * @param sample Not modified.
   * @param out buffer of {@link #MAX_STATE_BYTES} bytes. Modified.
   * @return number of bytes
   */
  int encode(BoardSample sample, byte[] out);

  /** Max length of an encoded state, bytes. */
  int MAX_STATE_BYTES = 2048;
}
