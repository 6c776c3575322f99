package minitaur.controller.robot;

import minitaur.hal.ArmAuthority;
import minitaur.hal.ArmPermit;
import minitaur.hal.Clock;
import minitaur.hal.Robot;
import minitaur.hal.log.ReplayedRobot;
import minitaur.hal.mocap.PoseQueue;
import minitaur.hal.mocap.PoseSource;
import minitaur.hal.mocap.Tracker;

/**
 * Session that replays a robot I/O log, with the logged times as its clock. The log contains the
 * resets. There are no poses.
 */
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
    return new PoseQueue(1);
  }

  @Override
  public Tracker tracker() {
    return Tracker.ABSENT;
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
  public void close() {
    replayedRobot.close();
  }
}
