package minitaur.controller.console;

import minitaur.controller.console.telemetry.ControlTelemetry;
import minitaur.hal.MotorCommand;
import minitaur.hal.Robot;
import minitaur.hal.RobotState;

/** Displays a robot on the page while a procedure uses it. Confined to one thread. */
final class DisplayedRobot implements Robot {
  private final Robot robot;
  private final StateDisplay display;

  /**
   * @param robot the calibrated robot
   * @param telemetry receives the states
   */
  DisplayedRobot(Robot robot, ControlTelemetry telemetry) {
    this.robot = robot;
    display = new StateDisplay(telemetry);
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
