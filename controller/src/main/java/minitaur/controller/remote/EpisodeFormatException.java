package minitaur.controller.remote;

import java.io.IOException;

/** Bytes are not the episode that they should be. The message is for people. */
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
