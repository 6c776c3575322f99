package minitaur.controller.bench;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.rig.Rig;
import minitaur.controller.rig.SimulatedRig;
import minitaur.hal.Clock;
import minitaur.hal.Robot;
import minitaur.hal.SystemClock;
import minitaur.hal.loop.LoopTiming;
import minitaur.hal.mocap.PoseSource;
import minitaur.hal.mocap.Tracker;

/** A simulated robot at the wall clock's pace that notes how late each wait ended. */
final class MeasuredRig implements Rig {
  private final SimulatedRig rig;
  private final Clock system = new SystemClock();
  private final Clock clock = new NotingClock();
  private final LoopTiming lateness = new LoopTiming();
  private long offsetNanos;

  MeasuredRig(ControllerConfig config, long seed) {
    rig = new SimulatedRig(config, seed, false);
  }

  /** The wall clock's pace, from where the robot was placed. */
  private final class NotingClock implements Clock {
    @Override
    public long nanos() {
      return rig.simulation().timeNanos();
    }

    @Override
    public void waitUntil(long timeNanos) {
      rig.simulation().advanceTo(timeNanos);
      system.waitUntil(timeNanos + offsetNanos);
      lateness.record(system.nanos() - timeNanos - offsetNanos);
    }
  }

  LoopTiming lateness() {
    return lateness;
  }

  @Override
  public Robot robot() {
    return rig.robot();
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public PoseSource poses() {
    return rig.poses();
  }

  @Override
  public Tracker tracker() {
    return rig.tracker();
  }

  @Override
  public void placeAtStart() {
    rig.placeAtStart();
    offsetNanos = system.nanos() - rig.simulation().timeNanos();
  }

  @Override
  public boolean isPlacedByProgram() {
    return true;
  }

  @Override
  public void arm() {
    rig.arm();
  }

  @Override
  public boolean isArmed() {
    return rig.isArmed();
  }

  @Override
  public void disarm() {
    rig.disarm();
  }

  @Override
  public String status() {
    return rig.status();
  }

  @Override
  public void save(DataOutput out) throws IOException {
    rig.save(out);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    rig.restore(in);
  }

  @Override
  public void close() {
    rig.close();
  }
}
