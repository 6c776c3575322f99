package minitaur.controller.verify;

import minitaur.controller.robot.ForwardingSession;
import minitaur.controller.robot.SimulatedSession;
import minitaur.controller.settings.ControllerConfig;
import minitaur.hal.MotorCommand;
import minitaur.hal.Robot;
import minitaur.hal.RobotState;

/** A simulated robot in real time that records when its motors are first damped or disabled. */
final class CommandTimingSession extends ForwardingSession {
  private final Robot robot = new TimingRobot();
  private volatile long dampedNanos;

  CommandTimingSession(ControllerConfig config) {
    super(new SimulatedSession(config.hardware(), config.task(), config.run().seed(), true));
  }

  /** Starts a new measurement. */
  void restart() {
    dampedNanos = 0;
  }

  /** Time of the first command to damp or disable the motors; 0 for none. */
  long dampedNanos() {
    return dampedNanos;
  }

  @Override
  public Robot robot() {
    return robot;
  }

  private final class TimingRobot implements Robot {
    @Override
    public void read(RobotState state) {
      delegate.robot().read(state);
    }

    @Override
    public void write(MotorCommand command) {
      delegate.robot().write(command);
      if (command.mode != MotorCommand.Mode.POSITION && dampedNanos == 0) {
        dampedNanos = System.nanoTime();
      }
    }

    @Override
    public void close() {
      delegate.robot().close();
    }
  }
}
