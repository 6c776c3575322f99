package minitaur.calibration.prompt;

/**
 * Interface between a procedure and the operator. The methods are called on the procedure's own
 * thread and may block it; the operator interface runs on another thread.
 */
public interface Prompts {
  /**
   * Shows an instruction and returns when the operator has confirmed it.
   *
   * @throws CancelledException when the operator cancels
   */
  void confirm(Instruction instruction) throws CancelledException;

  /**
   * Reports the progress of the procedure.
   *
   * @param activity current activity
   * @param fraction from 0 to 1
   */
  void reportProgress(String activity, double fraction);

  /** Shows a message that needs no answer. */
  void showMessage(String message);

  /**
   * Throws when the operator has canceled the procedure; called frequently while the robot moves.
   *
   * @throws CancelledException when the operator cancels
   */
  void throwIfCancelled() throws CancelledException;
}
