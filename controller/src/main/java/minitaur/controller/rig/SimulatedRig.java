package minitaur.controller.rig;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import minitaur.controller.config.ControllerConfig;
import minitaur.hal.Clock;
import minitaur.hal.Robot;
import minitaur.hal.SystemClock;
import minitaur.hal.mocap.PoseSource;
import minitaur.hal.mocap.Tracker;
import minitaur.hal.motor.GuardedRobot;
import minitaur.hal.motor.MotorGuard;
import minitaur.hal.motor.MotorGuardLimits;
import minitaur.sim.PacedClock;
import minitaur.sim.SimulatedClock;
import minitaur.sim.SimulatedRobot;
import minitaur.sim.SimulationProfile;

/** The simulated robot, which is always armed and stands wherever it is put. */
public final class SimulatedRig implements Rig {
  private final SimulatedRobot simulation;
  private final Clock clock;
  private final Robot guarded;

  /**
   * Sets the robot up.
   *
   * @param seed of the simulator's random streams
   * @param paced whether simulated time keeps to the wall clock; else it passes as fast as it can
   */
  public SimulatedRig(ControllerConfig config, long seed, boolean paced) {
    simulation =
        new SimulatedRobot(profile(config).withStartJitter(config.task().startJitter()), seed);
    clock = paced ? new PacedClock(simulation, new SystemClock()) : new SimulatedClock(simulation);
    guarded = new GuardedRobot(simulation, new MotorGuard(MotorGuardLimits.defaults()), clock);
  }

  private static SimulationProfile profile(ControllerConfig config) {
    return switch (config.sim().profile()) {
      case NOMINAL -> SimulationProfile.nominal();
      case REALISTIC -> SimulationProfile.realistic();
      case RANDOMIZED -> SimulationProfile.randomized();
    };
  }

  /** The simulator itself, for whoever may know the truth. */
  public SimulatedRobot simulation() {
    return simulation;
  }

  @Override
  public Robot robot() {
    return guarded;
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public PoseSource poses() {
    return simulation.poses();
  }

  @Override
  public Tracker tracker() {
    return Tracker.ABSENT;
  }

  @Override
  public void placeAtStart() {
    simulation.reset();
  }

  @Override
  public boolean isPlacedByProgram() {
    return true;
  }

  @Override
  public void arm() {
    // Nobody can be hurt by it.
  }

  @Override
  public boolean isArmed() {
    return true;
  }

  @Override
  public void disarm() {
    // The episode's end has left the motors damping.
  }

  @Override
  public String status() {
    return "simulated";
  }

  @Override
  public void save(DataOutput out) throws IOException {
    simulation.save(out);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    simulation.restore(in);
  }

  @Override
  public void close() {
    guarded.close();
  }
}
