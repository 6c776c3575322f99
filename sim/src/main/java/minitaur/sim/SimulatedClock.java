package minitaur.sim;

import minitaur.hal.Clock;

/**
 * Clock of a simulated robot in lockstep: waiting advances the simulation on the calling thread.
 */
public final class SimulatedClock implements Clock {
  private final SimulatedRobot robot;

  public SimulatedClock(SimulatedRobot robot) {
    this.robot = robot;
  }

  @Override
  public long nanos() {
    return robot.timeNanos();
  }

  @Override
  public void waitUntil(long timeNanos) {
    robot.advanceTo(timeNanos);
  }
}
