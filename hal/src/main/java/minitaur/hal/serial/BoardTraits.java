package minitaur.hal.serial;

import java.util.Set;

/**
 * Properties of a kind of board.
 *
 * @param name of the protocol, as in the configuration
 * @param defaultBaudRate bit/s
 * @param promises promises that the board keeps itself; for the others, {@link
 *     BoardPromise#withoutIt} describes what {@link BoardLoop} does
 * @param statePeriodNanos time between two states that the board streams; 0 if it only answers
 *     commands
 * @param commandPeriodNanos min time between two commands; 0 for one at every tick
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
