package minitaur.controller.external;

import java.io.IOException;

/** The received bytes violate the protocol. */
final class FrameException extends IOException {
  private static final long serialVersionUID = 1;

  FrameException(String message) {
    super(message);
  }
}
