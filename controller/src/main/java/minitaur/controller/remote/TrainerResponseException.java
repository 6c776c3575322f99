package minitaur.controller.remote;

import java.io.IOException;

/** Thrown when the trainer responds with an error status. The message is shown to the user. */
final class TrainerResponseException extends IOException {
  private static final long serialVersionUID = 1L;
  private final int status;
  private final String message;

  TrainerResponseException(int status, String message) {
    super(message);
    this.status = status;
    this.message = message;
  }

  /** HTTP status of the response. */
  int status() {
    return status;
  }

  @Override
  public String getMessage() {
    return message;
  }
}
