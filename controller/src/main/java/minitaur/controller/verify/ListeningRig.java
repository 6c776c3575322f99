package minitaur.controller.verify;

import minitaur.controller.config.ControllerConfig;
import minitaur.controller.robot.ForwardingSession;
import minitaur.controller.robot.SimulatedSession;
import minitaur.hal.MotorCommand;
import minitaur.hal.Robot;
import minitaur.hal.RobotState;

/** The simulated robot at the wall clock's pace, with an ear for its motors' commands. */
final class ListeningRig extends ForwardingSession {
  private final Robot robot = new ListeningRobot();
  private volatile long yieldedNanos;

  ListeningRig(ControllerConfig config) {
    super(new SimulatedSession(config, config.run().seed(), true));
  }

  /** Forgets what was heard. */
  void listen() {
    yieldedNanos = 0;
  }

  /** When the motors were first told to yield or to be off; 0 when they were not. */
  long yieldedNanos() {
    return yieldedNanos;
  }

  @Override
  public Robot robot() {
    return robot;
  }

  private final class ListeningRobot implements Robot {
    @Override
    public void read(RobotState state) {
      session.robot().read(state);
    }

    @Override
    public void write(MotorCommand command) {
      session.robot().write(command);
      if (command.mode != MotorCommand.Mode.POSITION && yieldedNanos == 0) {
        yieldedNanos = System.nanoTime();
      }
    }

    @Override
    public void close() {
      session.robot().close();
    }
  }
}
