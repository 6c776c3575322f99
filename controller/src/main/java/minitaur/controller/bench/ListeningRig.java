package minitaur.controller.bench;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.rig.Rig;
import minitaur.controller.rig.SimulatedRig;
import minitaur.hal.Clock;
import minitaur.hal.MotorCommand;
import minitaur.hal.Robot;
import minitaur.hal.RobotState;
import minitaur.hal.mocap.PoseSource;
import minitaur.hal.mocap.Tracker;

/** The simulated robot at the wall clock's pace, with an ear for its motors' commands. */
final class ListeningRig implements Rig {
  private final SimulatedRig rig;
  private final Robot robot = new ListeningRobot();
  private volatile long yieldedNanos;

  ListeningRig(ControllerConfig config) {
    rig = new SimulatedRig(config, config.run().seed(), true);
  }

  /** Forgets what was heard. */
  void listen() {
    yieldedNanos = 0;
  }

  /** When the motors were first told to yield or to be off; 0 when they were not. */
  long yieldedNanos() {
    return yieldedNanos;
  }

  private final class ListeningRobot implements Robot {
    @Override
    public void read(RobotState state) {
      rig.robot().read(state);
    }

    @Override
    public void write(MotorCommand command) {
      rig.robot().write(command);
      if (command.mode != MotorCommand.Mode.POSITION && yieldedNanos == 0) {
        yieldedNanos = System.nanoTime();
      }
    }

    @Override
    public void close() {
      rig.robot().close();
    }
  }

  @Override
  public Robot robot() {
    return robot;
  }

  @Override
  public Clock clock() {
    return rig.clock();
  }

  @Override
  public PoseSource poses() {
    return rig.poses();
  }

  @Override
  public Tracker tracker() {
    return rig.tracker();
  }

  @Override
  public void placeAtStart() {
    rig.placeAtStart();
  }

  @Override
  public boolean isPlacedByProgram() {
    return true;
  }

  @Override
  public void arm() {
    rig.arm();
  }

  @Override
  public boolean isArmed() {
    return rig.isArmed();
  }

  @Override
  public void disarm() {
    rig.disarm();
  }

  @Override
  public String status() {
    return rig.status();
  }

  @Override
  public void save(DataOutput out) throws IOException {
    rig.save(out);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    rig.restore(in);
  }

  @Override
  public void close() {
    rig.close();
  }
}
