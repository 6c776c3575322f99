package minitaur.controller.operator;

/** What an operator tells the robot. */
public sealed interface OperatorCommand {
  /** Stops the motors at once, whatever the robot does. */
  record Stop() implements OperatorCommand {}

  /** Leaves the emergency stop: a deliberate act, after which a reset is asked for. */
  record Release() implements OperatorCommand {}

  /** Pauses when the episode under way is over. */
  record Pause() implements OperatorCommand {}

  /** Ends a pause. */
  record Resume() implements OperatorCommand {}

  /**
   * The robot has been set at its start.
   *
   * @param request number of the {@link ResetRequest} that this answers; another's answer is
   *     refused
   */
  record ResetDone(long request) implements OperatorCommand {}

  /**
   * What a procedure asks for is done, or may begin.
   *
   * @param prompt number of the {@link OperatorPrompt} that this answers; another's answer is
   *     refused
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
    /** Strength of a push by a key or a click, N s. */
    public static final double DEFAULT = 3;

    /** Strength of the strongest push that is accepted, N s. */
    public static final double MAX = 15;

    /** Whether the impulse is a number within the limit. */
    public boolean isPossible() {
      return Math.hypot(forward, left) <= MAX;
    }
  }
}
