package minitaur.controller.operator;

/** A command of the operator to the robot or to a procedure. */
public sealed interface OperatorCommand {
  /** Stops the motors immediately, in any phase. */
  record Stop() implements OperatorCommand {}

  /**
   * Releases the emergency stop; a reset is requested next.
   *
   * @param version of the {@link OperatorView} that the operator saw; a release that was sent
   *     before the last stop, and delayed by the network, is rejected
   */
  record Release(long version) implements OperatorCommand {
    /** Releases the current stop, from an interface in this program. */
    public Release() {
      this(Long.MAX_VALUE);
    }
  }

  /** Pauses after the current episode. */
  record Pause() implements OperatorCommand {}

  /**
   * Ends a pause.
   *
   * @param version of the {@link OperatorView} that the operator saw; rejected like that of a
   *     release
   */
  record Resume(long version) implements OperatorCommand {
    /** Ends the current pause, from an interface in this program. */
    public Resume() {
      this(Long.MAX_VALUE);
    }
  }

  /**
   * Confirms that the robot has been placed at its start.
   *
   * @param request number of the {@link ResetRequest} that this answers; an answer to another
   *     request is rejected
   */
  record ResetDone(long request) implements OperatorCommand {}

  /**
   * Confirms an instruction of a procedure.
   *
   * @param prompt number of the {@link OperatorPrompt} that this answers; an answer to another
   *     prompt is rejected
   */
  record Confirm(long prompt) implements OperatorCommand {}

  /** Ends a procedure without a result. */
  record Cancel() implements OperatorCommand {}

  /**
   * Pushes a simulated robot.
   *
   * @param forward impulse along the lane, N s
   * @param left impulse to the left of the lane, N s
   */
  record Push(double forward, double left) implements OperatorCommand {
    /** Default strength of a push by a key or a click, N s. */
    public static final double DEFAULT_IMPULSE = 3;

    /** Max strength of an accepted push, N s. */
    public static final double MAX_IMPULSE = 15;

    /** Whether the impulse is finite and within the limit. */
    public boolean isValid() {
      return Math.hypot(forward, left) <= MAX_IMPULSE;
    }
  }
}
