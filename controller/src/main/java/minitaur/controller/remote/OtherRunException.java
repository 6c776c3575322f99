package minitaur.controller.remote;

import java.io.IOException;

/** The trainer has another training run than the one that the collector has joined. */
final class OtherRunException extends IOException {
  private static final long serialVersionUID = 1L;

  OtherRunException(String run, String joinedRun) {
    super("the trainer's run is " + run + " instead of " + joinedRun);
  }
}
