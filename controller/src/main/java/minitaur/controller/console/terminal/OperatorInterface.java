package minitaur.controller.console.terminal;

import java.io.IOException;
import minitaur.controller.operator.OperatorPort;

/** A way for an operator to see what the robot does and to tell it something. */
public interface OperatorInterface extends AutoCloseable {
  /**
   * Shows the port and takes orders, on threads of its own, until closed.
   *
   * @throws IOException when it cannot be shown
   */
  void start(OperatorPort port) throws IOException;

  /** Ends it; the robot goes on as it was told. */
  @Override
  void close();
}
