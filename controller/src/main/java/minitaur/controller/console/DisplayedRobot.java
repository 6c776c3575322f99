package minitaur.controller.console;

import minitaur.controller.console.telemetry.ControlTelemetry;
import minitaur.hal.MotorCommand;
import minitaur.hal.Robot;
import minitaur.hal.RobotState;

/** A robot that is displayed on the page while a procedure uses it. For one thread. */
final class DisplayedRobot implements Robot {
  private final Robot robot;
  private final DisplayedState display;

  /**
   * @param robot calibrated
   * @param telemetry receives the states
   */
  DisplayedRobot(Robot robot, ControlTelemetry telemetry) {
    this.robot = robot;
    display = new DisplayedState(telemetry);
  }

  @Override
  public void read(RobotState state) {
    robot.read(state);
    display.show(state);
  }

  @Override
  public void write(MotorCommand command) {
    robot.write(command);
    display.command.set(command);
  }

  @Override
  public void close() {
    robot.close();
  }
}
