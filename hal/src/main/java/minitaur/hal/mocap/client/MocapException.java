package minitaur.hal.mocap.client;

import java.io.IOException;
import minitaur.hal.Text;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a motion-capture server cannot be used. The message states the problem and the
 * remedy.
 */
public final class MocapException extends IOException {
  private static final long serialVersionUID = 1;

  private final MocapProblem problem;

  /** Creates an exception with a message for the operator. */
  public MocapException(MocapProblem problem, String message) {
    super(message);
    this.problem = problem;
  }

  /** Creates an exception with a formatted message for the operator. */
  MocapException(MocapProblem problem, String format, @Nullable Object... values) {
    super(Text.of(format, values));
    this.problem = problem;
  }

  /** Kind of problem. */
  public MocapProblem problem() {
    return problem;
  }
}
