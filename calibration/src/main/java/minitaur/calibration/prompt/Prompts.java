package minitaur.calibration.prompt;

/**
 * The operator as a procedure sees him. Called on the procedure's own thread, which may block here;
 * the operator interface runs elsewhere.
 */
public interface Prompts {
  /**
   * Shows an instruction and returns when the operator has confirmed it.
   *
   * @throws CancelledException when he does not want to go on
   */
  void confirm(Instruction instruction) throws CancelledException;

  /**
   * Says how far the procedure is.
   *
   * @param what is being done
   * @param part from 0 to 1
   */
  void progress(String what, double part);

  /** Tells the operator something that he need not answer. */
  void tell(String line);

  /**
   * Returns unless the operator wants to end it; asked often while the robot moves.
   *
   * @throws CancelledException when he does not want to go on
   */
  void requireGoingOn() throws CancelledException;
}
