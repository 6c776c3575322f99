package minitaur.controller.robot;

import java.io.DataInput;
import java.io.DataOutput;
import minitaur.hal.ArmAuthority;
import minitaur.hal.ArmPermit;
import minitaur.hal.Clock;
import minitaur.hal.Robot;
import minitaur.hal.log.ReplayedRobot;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.PoseSource;
import minitaur.hal.mocap.Tracker;

/** Session that replays a robot I/O log, with the logged times as its clock. It has no poses. */
public final class ReplayedSession implements RobotSession {
  private final ReplayedRobot replayedRobot;

  /**
   * @param replayedRobot closed with the session
   */
  public ReplayedSession(ReplayedRobot replayedRobot) {
    this.replayedRobot = replayedRobot;
  }

  @Override
  public Robot robot() {
    return replayedRobot;
  }

  @Override
  public Clock clock() {
    return replayedRobot;
  }

  @Override
  public PoseSource poses() {
    return new PoseSource() {
      @Override
      public boolean poll(Pose pose) {
        return false;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public Tracker tracker() {
    return Tracker.ABSENT;
  }

  @Override
  public void resetRobot() {
    // The log contains the reset.
  }

  @Override
  public ArmPermit issuePermit() {
    return new ArmAuthority().issue();
  }

  @Override
  public void arm(ArmPermit permit) {
    // Always armed.
  }

  @Override
  public boolean isArmed() {
    return true;
  }

  @Override
  public void disarm() {
    // There are no motors to disable.
  }

  @Override
  public String status() {
    return "recorded";
  }

  @Override
  public void save(DataOutput out) {
    // A log does not change.
  }

  @Override
  public void restore(DataInput in) {
    // A log does not change.
  }

  @Override
  public void close() {
    replayedRobot.close();
  }
}
