package minitaur.controller.run;

import java.io.IOException;

/** Thrown when a directory cannot be used for a run. The message is shown to the user. */
public final class RunDirectoryException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception whose message states the problem. */
  public RunDirectoryException(String message) {
    super(message);
  }
}
