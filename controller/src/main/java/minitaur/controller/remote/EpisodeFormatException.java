package minitaur.controller.remote;

import java.io.IOException;
import java.util.Objects;

/**
 * Thrown when bytes or text are not a valid episode or episode id. The message is shown to the
 * user.
 */
public class EpisodeFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  EpisodeFormatException(String message) {
    super(message);
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
