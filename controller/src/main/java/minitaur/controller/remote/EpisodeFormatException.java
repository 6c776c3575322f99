package minitaur.controller.remote;

import java.io.IOException;

/**
 * Thrown when bytes or text are not a valid episode or episode id. The message is shown to the
 * user.
 */
public class EpisodeFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String message;

  EpisodeFormatException(String message) {
    super(message);
    this.message = message;
  }

  @Override
  public String getMessage() {
    return message;
  }
}
