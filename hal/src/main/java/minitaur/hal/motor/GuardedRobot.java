package minitaur.hal.motor;

import minitaur.hal.Clock;
import minitaur.hal.MotorCommand;
import minitaur.hal.Robot;
import minitaur.hal.RobotState;

/** Passes every command to a robot through a {@link MotorGuard}. States are read unchanged. */
public final class GuardedRobot implements Robot {
  private final Robot robot;
  private final MotorGuard guard;
  private final Clock clock;
  private final MotorCommand limitedCommand = new MotorCommand();
  private final RobotState measured = new RobotState();

  /**
   * @param clock clock for the guard's rate limit of targets
   */
  public GuardedRobot(Robot robot, MotorGuard guard, Clock clock) {
    this.robot = robot;
    this.guard = guard;
    this.clock = clock;
  }

  @Override
  public void read(RobotState state) {
    robot.read(state);
  }

  @Override
  public void write(MotorCommand command) {
    limitedCommand.set(command);
    robot.read(measured);
    guard.apply(limitedCommand, measured, clock.nanos());
    robot.write(limitedCommand);
  }

  @Override
  public void close() {
    robot.close();
  }
}
