package minitaur.controller.verify;

import minitaur.controller.config.ControllerConfig;
import minitaur.controller.robot.ForwardingSession;
import minitaur.controller.robot.SimulatedSession;
import minitaur.hal.Clock;
import minitaur.hal.SystemClock;
import minitaur.hal.loop.LoopTiming;
import minitaur.sim.SimulatedRobot;

/** A simulated robot at the wall clock's pace that notes how late each wait ended. */
final class MeasuredRig extends ForwardingSession {
  private final SimulatedRobot simulation;
  private final Clock system = new SystemClock();
  private final Clock clock = new NotingClock();
  private final LoopTiming lateness = new LoopTiming();
  private long offsetNanos;

  MeasuredRig(ControllerConfig config, long seed) {
    this(new SimulatedSession(config, seed, false));
  }

  private MeasuredRig(SimulatedSession rig) {
    super(rig);
    simulation = rig.simulation();
  }

  /** The wall clock's pace, from where the robot was placed. */
  private final class NotingClock implements Clock {
    @Override
    public long nanos() {
      return simulation.timeNanos();
    }

    @Override
    public void waitUntil(long timeNanos) {
      simulation.advanceTo(timeNanos);
      system.waitUntil(timeNanos + offsetNanos);
      lateness.record(system.nanos() - timeNanos - offsetNanos);
    }
  }

  LoopTiming lateness() {
    return lateness;
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public void placeAtStart() {
    session.placeAtStart();
    offsetNanos = system.nanos() - simulation.timeNanos();
  }
}
