package minitaur.hal.serial;

import java.util.Set;

/**
 * Properties of a kind of board.
 *
 * @param name of the protocol, as in the configuration
 * @param defaultBaudRate bit/s
 * @param capabilities capabilities of the board; for missing ones, {@link BoardCapability#fallback}
 *     describes what {@link BoardLoop} does
 * @param statePeriodNanos time between two states that the board streams; 0 if it only replies to
 *     commands
 * @param commandPeriodNanos min time between two commands; 0 for one at every tick
 * @param maxCommandBytes length of the longest command
 */
public record BoardTraits(
    String name,
    int defaultBaudRate,
    Set<BoardCapability> capabilities,
    long statePeriodNanos,
    long commandPeriodNanos,
    int maxCommandBytes) {

  /** Copies the set. */
  public BoardTraits {
    capabilities = Set.copyOf(capabilities);
  }

  /** Whether the board has {@code capability}. */
  public boolean supports(BoardCapability capability) {
    return capabilities.contains(capability);
  }
}
