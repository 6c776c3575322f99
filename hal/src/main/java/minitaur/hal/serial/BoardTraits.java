package minitaur.hal.serial;

import java.util.Set;

/**
 * Properties of a kind of board.
 *
 * @param name of the protocol, as in the configuration
 * @param defaultBaudRate bit/s
 * @param promises that the board keeps itself; {@link BoardLoop} does what {@link
 *     BoardPromise#withoutIt} says for the others
 * @param statePeriodNanos between two states that the board sends by itself; 0 when it only answers
 * @param commandPeriodNanos minimum time between two commands; 0 for one at every tick
 * @param maxCommandBytes length of the longest command
 */
public record BoardTraits(
    String name,
    int defaultBaudRate,
    Set<BoardPromise> promises,
    long statePeriodNanos,
    long commandPeriodNanos,
    int maxCommandBytes) {

  /** Copies the set. */
  public BoardTraits {
    promises = Set.copyOf(promises);
  }

  /** Whether the board keeps {@code promise} itself. */
  public boolean keeps(BoardPromise promise) {
    return promises.contains(promise);
  }
}
