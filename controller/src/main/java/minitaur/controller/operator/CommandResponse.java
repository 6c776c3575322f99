package minitaur.controller.operator;

/**
 * Response to an operator command.
 *
 * @param accepted whether the command was accepted
 * @param message message for the operator: what happens now, or why the command was rejected
 */
public record CommandResponse(boolean accepted, String message) {
  /** Formats the answer as one line for a terminal. */
  public String toLine() {
    return accepted ? message : "Rejected: " + message;
  }
}
