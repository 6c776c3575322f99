package minitaur.controller.remote;

import java.io.IOException;

/**
 * Thrown when bytes or text are not a valid episode or episode id. The message is shown to the
 * user.
 */
public class EpisodeFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String words;

  EpisodeFormatException(String words) {
    super(words);
    this.words = words;
  }

  @Override
  public String getMessage() {
    return words;
  }
}
