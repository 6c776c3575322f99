package minitaur.controller.operator;

/**
 * Response to an operator command.
 *
 * @param accepted whether the command was accepted
 * @param text message for the operator: what happens now, or why the command was rejected
 */
public record Answer(boolean accepted, String text) {
  /** Formats the answer as one line for a terminal. */
  public String line() {
    return accepted ? text : "Rejected: " + text;
  }
}
