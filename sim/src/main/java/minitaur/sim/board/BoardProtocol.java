package minitaur.sim.board;

import minitaur.hal.wire.BoardCommand;
import minitaur.hal.wire.BoardSample;

/** A board's side of a protocol: commands in, states out. */
public interface BoardProtocol {
  /** The protocol's name, as in the configuration. */
  String name();

  /** Time between two states that the board sends by itself; 0 when it only answers. */
  long statePeriodNanos();

  /** How long the board obeys a silent host, ms; what a command says goes before; 0: for ever. */
  int usualWatchdogMillis();

  /** Whether commands say for which start of the board they are. */
  boolean knowsStarts();

  /** The board has started: sequences begin anew. */
  void restart();

  /**
   * Takes a byte from the host.
   *
   * @param command Modified when the answer is true.
   * @return whether it completed a command
   */
  boolean accept(byte value, BoardCommand command);

  /** Sequence number of the newest command; -1 when there is none. */
  int commandSequence();

  /**
   * Makes the bytes of a state, or of the answers that are due.
   *
   * @param sample Not modified.
   * @param out {@link #LONGEST_STATE} long. Modified.
   * @return number of bytes
   */
  int encode(BoardSample sample, byte[] out);

  /** Most bytes of a state. */
  int LONGEST_STATE = 2048;
}
