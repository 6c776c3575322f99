package minitaur.controller.remote;

import java.io.IOException;

/** The trainer answered, and will not. The message is for people. */
final class TrainerRefusal extends IOException {
  private static final long serialVersionUID = 1L;
  private final int status;
  private final String words;

  TrainerRefusal(int status, String words) {
    super(words);
    this.status = status;
    this.words = words;
  }

  /** HTTP status of the answer. */
  int status() {
    return status;
  }

  @Override
  public String getMessage() {
    return words;
  }
}
