package minitaur.controller.external;

/**
 * An external environment cannot be used, or failed during a run. The message is shown to the user
 * and includes the last lines that the process wrote to standard error.
 */
public final class EnvironmentException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean stopped;

  /** Creates an exception with a message for the user. */
  public EnvironmentException(String message) {
    this(message, false);
  }

  EnvironmentException(String message, boolean stopped) {
    super(message);
    this.stopped = stopped;
  }

  /** Whether the environment ended because it was interrupted or terminated by a signal. */
  public boolean isStopped() {
    return stopped;
  }
}
