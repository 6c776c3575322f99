package minitaur.controller.train;

import java.io.IOException;

/** A run cannot begin or go on for a reason outside of the program. The message is for people. */
public final class TrainingException extends IOException {
  private static final long serialVersionUID = 1L;

  TrainingException(String message) {
    super(message);
  }
}
