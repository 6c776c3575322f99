package minitaur.controller.train;

/** The learner's numbers would not stay finite. The message is for people. */
public final class DivergenceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DivergenceException(String message) {
    super(message);
  }
}
