package minitaur.controller.robot;

import java.io.IOException;

/** Why a robot cannot be used. The message is for the operator. */
public final class RobotException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * @param message what is wrong and what to do
   */
  public RobotException(String message) {
    super(message);
  }
}
