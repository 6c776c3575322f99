package minitaur.calibration.prompt;

/** Thrown when the operator cancels a procedure. */
public final class CancelledException extends Exception {
  private static final long serialVersionUID = 1L;

  public CancelledException(String message) {
    super(message);
  }
}
