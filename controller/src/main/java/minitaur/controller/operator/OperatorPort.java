package minitaur.controller.operator;

import java.util.List;

/** The API of operator interfaces. All methods are thread-safe and return immediately. */
public interface OperatorPort {
  /** The current view. */
  OperatorView view();

  /**
   * The most recent events, oldest first.
   *
   * @param after only events with a greater number; 0 for all retained events
   */
  List<OperatorEvent> events(long after);

  /**
   * Submits a command. A command that is not allowed in the current phase is rejected with a reason
   * and logged; a repeated command has no additional effect.
   *
   * @param source source of the command, for the log, such as "page 127.0.0.1" or "terminal"
   */
  CommandResponse submit(OperatorCommand command, String source);

  /** Whether {@link OperatorCommand.Push} is accepted: only in a demonstration. */
  default boolean acceptsPushes() {
    return false;
  }
}
