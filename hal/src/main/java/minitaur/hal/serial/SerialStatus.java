package minitaur.hal.serial;

/**
 * Status of a robot on a serial port.
 *
 * @param phase of the arm sequence
 * @param reason for the phase
 * @param problem with the port; empty for none
 * @param limitedBy limit that acted last on commands or motors, and why; empty for none
 * @param fault that the board reports, also while the motors are off; empty for none
 * @param boardName name of the board and its firmware, as the board reports it; empty if unknown
 * @param counts of the port
 */
public record SerialStatus(
    ArmPhase phase,
    String reason,
    String problem,
    String limitedBy,
    String fault,
    String boardName,
    Counts counts) {
  /**
   * Counts of frames and commands on the port.
   *
   * @param samples states received
   * @param lost states that the board sent but that did not arrive
   * @param damaged damaged frames
   * @param opened number of times that the port was opened
   * @param unsent commands that were not sent because the port had no room
   */
  public record Counts(long samples, long lost, long damaged, long opened, long unsent) {}
}
