package minitaur.controller.train;

/** The learner diverged (NaN or Inf). The message is shown to the user. */
public final class DivergenceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DivergenceException(String message) {
    super(message);
  }
}
