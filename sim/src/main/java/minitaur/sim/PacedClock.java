package minitaur.sim;

import minitaur.hal.Clock;

/** The time of a simulated robot that keeps to another clock's pace, as a real robot's does. */
public final class PacedClock implements Clock {
  private final SimulatedRobot robot;
  private final Clock pace;
  private final long offsetNanos;

  /** Starts pacing now. */
  public PacedClock(SimulatedRobot robot, Clock pace) {
    this.robot = robot;
    this.pace = pace;
    offsetNanos = pace.nanos() - robot.timeNanos();
  }

  @Override
  public long nanos() {
    return robot.timeNanos();
  }

  @Override
  public void waitUntil(long timeNanos) {
    robot.advanceTo(timeNanos);
    pace.waitUntil(timeNanos + offsetNanos);
  }
}
