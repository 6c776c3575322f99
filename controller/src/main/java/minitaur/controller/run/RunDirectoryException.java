package minitaur.controller.run;

import java.io.IOException;

/** A directory that cannot be used for a run. The message is meant for the person who named it. */
public final class RunDirectoryException extends IOException {
  private static final long serialVersionUID = 1L;

  RunDirectoryException(String message) {
    super(message);
  }
}
