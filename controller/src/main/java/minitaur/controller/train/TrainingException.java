package minitaur.controller.train;

import java.io.IOException;

/**
 * A run cannot start or continue for a reason outside of the program. The message is shown to the
 * user.
 */
public final class TrainingException extends IOException {
  private static final long serialVersionUID = 1L;

  TrainingException(String message) {
    super(message);
  }
}
