package minitaur.sim;

import minitaur.hal.Clock;

/**
 * Clock of a simulated robot that runs at the pace of another clock, as real time does. Pauses
 * between episodes are not caught up, because the simulation does not advance during them.
 */
public final class PacedClock implements Clock {
  /** Lag above which a pause is assumed; lag within an episode stays below it. */
  private static final long PAUSE_THRESHOLD_NANOS = 100_000_000;

  private final SimulatedRobot robot;
  private final Clock reference;
  private long offsetNanos;

  /** Starts pacing at the current time of both clocks. */
  public PacedClock(SimulatedRobot robot, Clock reference) {
    this.robot = robot;
    this.reference = reference;
    offsetNanos = reference.nanos() - robot.timeNanos();
  }

  @Override
  public long nanos() {
    return robot.timeNanos();
  }

  @Override
  public void waitUntil(long timeNanos) {
    robot.advanceTo(timeNanos);
    long lagNanos = reference.nanos() - offsetNanos - timeNanos;
    if (lagNanos > PAUSE_THRESHOLD_NANOS) {
      offsetNanos += lagNanos;
    }
    reference.waitUntil(timeNanos + offsetNanos);
  }
}
