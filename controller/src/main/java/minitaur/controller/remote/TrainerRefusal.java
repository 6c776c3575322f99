package minitaur.controller.remote;

import java.io.IOException;

/** Thrown when the trainer responds with an error status. The message is shown to the user. */
final class TrainerRefusal extends IOException {
  private static final long serialVersionUID = 1L;
  private final int status;
  private final String words;

  TrainerRefusal(int status, String words) {
    super(words);
    this.status = status;
    this.words = words;
  }

  /** HTTP status of the response. */
  int status() {
    return status;
  }

  @Override
  public String getMessage() {
    return words;
  }
}
