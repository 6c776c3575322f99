package minitaur.hal.mocap.client;

import java.io.IOException;

/** A server that cannot be used; the message says what is wrong and what to do. */
public final class MocapException extends IOException {
  private static final long serialVersionUID = 1;

  private final MocapProblem problem;

  /** A problem with its message for people. */
  public MocapException(MocapProblem problem, String message) {
    super(message);
    this.problem = problem;
  }

  /** What kind of problem it is. */
  public MocapProblem problem() {
    return problem;
  }
}
