package minitaur.hal.motor;

import minitaur.hal.Clock;
import minitaur.hal.MotorCommand;
import minitaur.hal.Robot;
import minitaur.hal.RobotState;

/** A robot that no command reaches but through a {@link MotorGuard}. Reading is untouched. */
public final class GuardedRobot implements Robot {
  private final Robot robot;
  private final MotorGuard guard;
  private final Clock clock;
  private final MotorCommand bounded = new MotorCommand();
  private final RobotState measured = new RobotState();

  /**
   * @param clock the time by which the guard limits how fast targets move
   */
  public GuardedRobot(Robot robot, MotorGuard guard, Clock clock) {
    this.robot = robot;
    this.guard = guard;
    this.clock = clock;
  }

  /** The guard, for showing what it limits. */
  public MotorGuard guard() {
    return guard;
  }

  @Override
  public void read(RobotState state) {
    robot.read(state);
  }

  @Override
  public void write(MotorCommand command) {
    bounded.set(command);
    robot.read(measured);
    guard.apply(bounded, measured, clock.nanos());
    robot.write(bounded);
  }

  @Override
  public void close() {
    robot.close();
  }
}
