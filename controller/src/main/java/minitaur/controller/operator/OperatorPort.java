package minitaur.controller.operator;

import java.util.List;

/**
 * What an operator interface uses. Every method may be called from any thread and returns at once.
 */
public interface OperatorPort {
  /** What is to be seen now. */
  OperatorView view();

  /**
   * The newest events, oldest first.
   *
   * @param after only events with a greater number; 0 for all that are kept
   */
  List<OperatorEvent> events(long after);

  /**
   * Tells the robot something. A command that the phase does not allow is refused with the reason
   * and logged; told twice, it acts once.
   *
   * @param from who says it, for the log, such as "page 127.0.0.1" or "terminal"
   */
  Answer submit(OperatorCommand command, String from);

  /** Whether {@link OperatorCommand.Push} is accepted: in a demonstration. */
  default boolean acceptsPushes() {
    return false;
  }
}
