package minitaur.hal.serial;

/**
 * What is the same for every board of a kind.
 *
 * @param name the protocol's, as in the configuration
 * @param usualBaudRate bits a second that such a board usually has
 * @param hasPositionLaw whether the position law runs on the board; otherwise the board takes
 *     duties
 * @param statePeriodNanos between two states that the board sends by itself; 0 when it only answers
 * @param commandPeriodNanos between two commands at the least; 0 for one at every tick
 * @param longestCommand most bytes of a command
 */
public record BoardTraits(
    String name,
    int usualBaudRate,
    boolean hasPositionLaw,
    long statePeriodNanos,
    long commandPeriodNanos,
    int longestCommand) {}
