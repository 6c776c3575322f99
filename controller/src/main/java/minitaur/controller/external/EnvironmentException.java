package minitaur.controller.external;

/**
 * An external environment cannot be used, or failed during a run. The message is for the user and
 * includes what the process wrote to standard error last.
 */
public final class EnvironmentException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With a message for the user. */
  public EnvironmentException(String message) {
    super(message);
  }
}
