package minitaur.calibration.prompt;

/** The operator does not want to go on. */
public final class CancelledException extends Exception {
  private static final long serialVersionUID = 1L;

  public CancelledException(String message) {
    super(message);
  }
}
