package minitaur.controller.console.terminal;

import java.io.IOException;
import minitaur.controller.operator.OperatorPort;

/** An interface that shows the operator the state of the robot and submits commands. */
public interface OperatorInterface extends AutoCloseable {
  /**
   * Starts displaying the state and accepting commands, on its own threads, until closed.
   *
   * @throws IOException if the interface cannot be started
   */
  void start(OperatorPort port) throws IOException;

  /** Stops the interface. Does not affect the robot. */
  @Override
  void close();
}
