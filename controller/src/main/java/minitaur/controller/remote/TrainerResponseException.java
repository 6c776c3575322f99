package minitaur.controller.remote;

import java.io.IOException;
import java.util.Objects;

/** Thrown when the trainer responds with an error status. The message is shown to the user. */
final class TrainerResponseException extends IOException {
  private static final long serialVersionUID = 1L;
  private final int status;

  TrainerResponseException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** HTTP status of the response. */
  int status() {
    return status;
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
