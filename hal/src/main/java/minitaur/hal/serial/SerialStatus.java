package minitaur.hal.serial;

/**
 * What the operator may want to know of a robot on a serial line.
 *
 * @param phase how far it may move
 * @param reason for the phase
 * @param problem with the port; empty when there is none
 * @param limitedBy limit that acted last on commands or motors, and why; empty when none has
 * @param samples states received
 * @param lost states that the board sent and that never came
 * @param damaged pieces of bytes that were no frame
 * @param opened how often the port has been opened
 * @param held commands that were not sent because the line was behind
 */
public record SerialStatus(
    ArmPhase phase,
    String reason,
    String problem,
    String limitedBy,
    long samples,
    long lost,
    long damaged,
    long opened,
    long held) {}
