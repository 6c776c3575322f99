package minitaur.controller.robot;

import java.io.IOException;

/** A robot cannot be used. The message is shown to the operator. */
public final class RobotException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * @param message problem and remedy
   */
  public RobotException(String message) {
    super(message);
  }
}
