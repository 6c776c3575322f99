package minitaur.sim;

import minitaur.hal.Clock;

/**
 * The time of a simulated robot that keeps to another clock's pace, as a real robot's does. A pause
 * between two episodes is not caught up: the simulation stood still meanwhile.
 */
public final class PacedClock implements Clock {
  /** More than any episode falls behind by itself. */
  private static final long PAUSE_NANOS = 100_000_000;

  private final SimulatedRobot robot;
  private final Clock pace;
  private long offsetNanos;

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
    long lateNanos = pace.nanos() - offsetNanos - timeNanos;
    if (lateNanos > PAUSE_NANOS) {
      offsetNanos += lateNanos;
    }
    pace.waitUntil(timeNanos + offsetNanos);
  }
}
