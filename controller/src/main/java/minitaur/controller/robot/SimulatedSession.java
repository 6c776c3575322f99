package minitaur.controller.robot;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import minitaur.controller.config.ConfigException;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.episode.safety.GroundTilt;
import minitaur.hal.ArmAuthority;
import minitaur.hal.ArmPermit;
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
import minitaur.sim.terrain.TerrainMix;

/** The simulated robot, which is always armed and stands wherever it is put. */
public final class SimulatedSession implements RobotSession {
  private final SimulatedRobot simulation;
  private final Clock clock;
  private final Robot guarded;
  private final MocapTracking mocap;

  /**
   * Sets the robot up.
   *
   * @param seed of the simulator's random streams
   * @param paced whether simulated time keeps to the wall clock; else it passes as fast as it can
   * @throws minitaur.controller.config.ConfigException when the robot that is to be simulated was
   *     never measured, or the terrain is malformed
   */
  public SimulatedSession(ControllerConfig config, long seed, boolean paced) {
    this(config, profile(config), seed, paced);
  }

  /**
   * Sets up a robot of another profile than the configured one, in simulated time.
   *
   * @param seed of the simulator's random streams
   */
  public SimulatedSession(ControllerConfig config, SimulationProfile profile, long seed) {
    this(config, profile, seed, false);
  }

  private SimulatedSession(
      ControllerConfig config, SimulationProfile profile, long seed, boolean paced) {
    simulation =
        new SimulatedRobot(
            profile.withStartJitter(config.task().startJitter()), terrains(config), seed);
    clock = paced ? new PacedClock(simulation, new SystemClock()) : new SimulatedClock(simulation);
    guarded = new GuardedRobot(simulation, new MotorGuard(MotorGuardLimits.defaults()), clock);
    mocap = MocapTracking.of(simulation.poses(), config.mocap());
  }

  /**
   * The terrains that episodes are on.
   *
   * @throws ConfigException when the setting is malformed, with what is allowed
   */
  public static TerrainMix terrains(ControllerConfig config) {
    try {
      return TerrainMix.parse(config.sim().terrain());
    } catch (IllegalArgumentException e) {
      throw ConfigException.at(
          "",
          "sim.terrain",
          "is \"" + config.sim().terrain() + "\"",
          String.valueOf(e.getMessage()));
    }
  }

  /** The configured profile of the simulated robot. */
  public static SimulationProfile profile(ControllerConfig config) {
    return switch (config.sim().profile()) {
      case NOMINAL -> SimulationProfile.nominal();
      case REALISTIC -> SimulationProfile.realistic();
      case RANDOMIZED -> SimulationProfile.randomized();
      case MEASURED -> MeasuredProfile.profile(config.robot());
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
  public GroundTilt ground() {
    return rollPitch -> simulation.dynamics().groundTilt(rollPitch);
  }

  @Override
  public PoseSource poses() {
    return mocap.poses();
  }

  @Override
  public Tracker tracker() {
    return mocap.tracker();
  }

  @Override
  public void placeAtStart() {
    long carriedNanos = simulation.timeNanos();
    simulation.reset();
    mocap.carried(carriedNanos);
  }

  @Override
  public boolean isPlacedByProgram() {
    return true;
  }

  @Override
  public ArmPermit issuePermit() {
    return new ArmAuthority().issue();
  }

  @Override
  public void arm(ArmPermit permit) {
    // It is always armed.
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

  /** The track is no part of it: it begins anew where the robot is put at the next start. */
  @Override
  public void save(DataOutput out) throws IOException {
    simulation.save(out);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    simulation.restore(in);
    mocap.carried(simulation.timeNanos());
  }

  @Override
  public void close() {
    mocap.close();
    guarded.close();
  }
}
