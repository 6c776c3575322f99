package minitaur.controller.remote;

import java.io.IOException;

/**
 * Thrown when trainer and collector cannot work together in their current setup. The message is
 * shown to the user.
 */
public final class PipelineException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception whose message states the problem and its remedy. */
  public PipelineException(String message) {
    super(message);
  }
}
