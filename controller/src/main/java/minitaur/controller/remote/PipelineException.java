package minitaur.controller.remote;

import java.io.IOException;

/** Trainer and collector cannot work together as they were set up. The message is for people. */
public final class PipelineException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong and what to do. */
  public PipelineException(String message) {
    super(message);
  }
}
