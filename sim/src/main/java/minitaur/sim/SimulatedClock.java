package minitaur.sim;

import minitaur.hal.Clock;

/**
 * The time of a simulated robot. Waiting makes it pass: the waiting thread runs the simulation, in
 * lock-step.
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
