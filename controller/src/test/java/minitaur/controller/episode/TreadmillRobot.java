package minitaur.controller.episode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import minitaur.hal.Clock;
import minitaur.hal.MotorCommand;
import minitaur.hal.Robot;
import minitaur.hal.RobotState;

/** A robot on a treadmill at 0.5 m/s whose clock advances only in waits. */
final class TreadmillRobot implements Robot, Clock {
  static final long MS = 1_000_000;
  static final long START = 5_000 * MS;

  /** Sets the sensor values of a given read. */
  interface Script {
    void apply(int read, RobotState state);
  }

  final List<Long> readTimes = new ArrayList<>();
  final List<MotorCommand> commands = new ArrayList<>();
  final ManualPoseSource poses = new ManualPoseSource();

  /** By default, roll identifies the read. */
  Script script = (read, state) -> state.rollRad = 0.01 * read;

  long poseDelayNanos;
  long mocapLostFromNanos = Long.MAX_VALUE;
  private long nowNanos = START;
  private long nextPoseNanos = START;

  @Override
  public long nanos() {
    return nowNanos;
  }

  @Override
  public void waitUntil(long timeNanos) {
    nowNanos = Math.max(nowNanos, timeNanos);
    for (; nextPoseNanos + poseDelayNanos <= nowNanos; nextPoseNanos += MS) {
      if (nextPoseNanos < mocapLostFromNanos) {
        poses.deliver(nextPoseNanos, 0.5e-9 * (nextPoseNanos - START));
      }
    }
  }

  @Override
  public void read(RobotState state) {
    Arrays.fill(state.motorAngleRad, 2.0);
    state.rollRad = 0;
    state.pitchRad = 0;
    state.energyJoules = 1000 + readTimes.size();
    state.connected = true;
    script.apply(readTimes.size(), state);
    readTimes.add(nowNanos);
  }

  @Override
  public void write(MotorCommand command) {
    MotorCommand copy = new MotorCommand();
    copy.set(command);
    commands.add(copy);
  }

  MotorCommand lastCommand() {
    return commands.get(commands.size() - 1);
  }

  @Override
  public void close() {}
}
