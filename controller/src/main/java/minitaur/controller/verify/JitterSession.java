package minitaur.controller.verify;

import minitaur.controller.robot.ForwardingSession;
import minitaur.controller.robot.SimulatedSession;
import minitaur.controller.settings.ControllerConfig;
import minitaur.hal.Clock;
import minitaur.hal.SystemClock;
import minitaur.hal.loop.LatencyHistogram;
import minitaur.sim.SimulatedRobot;

/** Session of a simulated robot in real time that records the jitter of each wait. */
final class JitterSession extends ForwardingSession {
  private final SimulatedRobot simulation;
  private final Clock system = new SystemClock();
  private final Clock clock = new JitterClock();
  private final LatencyHistogram jitter = new LatencyHistogram();
  private long offsetNanos;

  JitterSession(ControllerConfig config, long seed) {
    this(new SimulatedSession(config.hardware(), config.task(), seed, false));
  }

  private JitterSession(SimulatedSession session) {
    super(session);
    simulation = session.simulation();
  }

  /** Real-time clock, aligned with simulated time at each reset. */
  private final class JitterClock implements Clock {
    @Override
    public long nanos() {
      return simulation.timeNanos();
    }

    @Override
    public void waitUntil(long timeNanos) {
      simulation.advanceTo(timeNanos);
      system.waitUntil(timeNanos + offsetNanos);
      jitter.record(system.nanos() - timeNanos - offsetNanos);
    }
  }

  LatencyHistogram jitter() {
    return jitter;
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public void resetRobot() {
    delegate.resetRobot();
    offsetNanos = system.nanos() - simulation.timeNanos();
  }
}
