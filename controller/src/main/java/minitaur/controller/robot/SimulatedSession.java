package minitaur.controller.robot;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import minitaur.controller.config.ConfigException;
import minitaur.controller.episode.Ground;
import minitaur.controller.episode.TerrainShape;
import minitaur.controller.task.TaskSettings;
import minitaur.hal.ArmAuthority;
import minitaur.hal.ArmPermit;
import minitaur.hal.Clock;
import minitaur.hal.Robot;
import minitaur.hal.SystemClock;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.PoseSource;
import minitaur.hal.mocap.Tracker;
import minitaur.hal.motor.GuardedRobot;
import minitaur.hal.motor.MotorGuard;
import minitaur.hal.motor.MotorGuardLimits;
import minitaur.sim.PacedClock;
import minitaur.sim.SimulatedClock;
import minitaur.sim.SimulatedRobot;
import minitaur.sim.SimulationProfile;
import minitaur.sim.dynamics.BlockState;
import minitaur.sim.terrain.Block;
import minitaur.sim.terrain.Box;
import minitaur.sim.terrain.Terrain;
import minitaur.sim.terrain.TerrainMix;
import minitaur.sim.terrain.TerrainSurface;

/** Session with the simulated robot, which is always armed. */
public final class SimulatedSession implements RobotSession {
  private final SimulatedRobot simulation;
  private final Clock clock;
  private final Robot guardedRobot;
  private final MocapTracking mocap;

  /**
   * Starts the simulation.
   *
   * @param seed of the simulator's random streams
   * @param paced whether simulated time is paced by the wall clock; otherwise it runs as fast as
   *     possible
   * @throws ConfigException if the profile is measured and the robot is not identified, or if the
   *     terrain is malformed
   */
  public SimulatedSession(HardwareSettings config, TaskSettings task, long seed, boolean paced) {
    this(config, task, profile(config), seed, paced);
  }

  /**
   * Starts a simulation with the given profile instead of the configured one, as fast as possible.
   *
   * @param seed of the simulator's random streams
   */
  public SimulatedSession(
      HardwareSettings config, TaskSettings task, SimulationProfile profile, long seed) {
    this(config, task, profile, seed, false);
  }

  private SimulatedSession(
      HardwareSettings config,
      TaskSettings task,
      SimulationProfile profile,
      long seed,
      boolean paced) {
    simulation =
        new SimulatedRobot(
            profile.with(
                new SimulationProfile.Episode(
                    task.actionMap().extensionMid(),
                    task.startJitter(),
                    profile.episode().pushes())),
            terrainMix(config.sim()),
            seed);
    clock = paced ? new PacedClock(simulation, new SystemClock()) : new SimulatedClock(simulation);
    guardedRobot = new GuardedRobot(simulation, new MotorGuard(MotorGuardLimits.defaults()), clock);
    mocap = MocapTracking.of(simulation.poses(), config.mocap());
  }

  /**
   * The terrains of the episodes.
   *
   * @throws ConfigException if the setting is malformed; the message contains the allowed values
   */
  public static TerrainMix terrainMix(SimulationSettings sim) {
    try {
      return TerrainMix.parse(sim.terrain());
    } catch (IllegalArgumentException e) {
      throw ConfigException.at(
          "", "sim.terrain", "is \"" + sim.terrain() + "\"", String.valueOf(e.getMessage()));
    }
  }

  /** The configured profile of the simulated robot. */
  public static SimulationProfile profile(HardwareSettings config) {
    SimulationSettings sim = config.sim();
    SimulationProfile profile = baseProfile(config);
    return switch (sim.battery()) {
      case IDEAL -> profile;
      case LITHIUM_POLYMER ->
          profile.withPower(profile.power().withLithiumPolymer(sim.restSeconds()));
    };
  }

  private static SimulationProfile baseProfile(HardwareSettings config) {
    return switch (config.sim().profile()) {
      case NOMINAL -> SimulationProfile.nominal();
      case REALISTIC -> SimulationProfile.realistic();
      case RANDOMIZED -> SimulationProfile.randomized();
      case MEASURED -> MeasuredProfile.of(config.robot());
    };
  }

  /** The simulator, for access to ground truth. */
  public SimulatedRobot simulation() {
    return simulation;
  }

  @Override
  public Robot robot() {
    return guardedRobot;
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public Ground ground() {
    return new SimulatedGround(simulation);
  }

  /** The ground under the simulated robot, which may change at each reset. */
  private record SimulatedGround(SimulatedRobot simulation) implements Ground {
    @Override
    public void tilt(double[] rollPitch) {
      simulation.dynamics().groundTilt(rollPitch);
    }

    @Override
    public TerrainShape terrain() {
      Terrain terrain = simulation.dynamics().terrain();
      List<Block> blocks = terrain.blocks();
      TerrainSurface surface = TerrainSurface.of(terrain);
      if (surface.isNominal() && terrain.boxes().isEmpty() && blocks.isEmpty()) {
        return TerrainShape.LEVEL;
      }
      return new TerrainShape(
          surface.x(),
          surface.y(),
          surface.z(),
          surface.friction(),
          terrain.boxes().stream().map(SimulatedGround::cuboid).toList(),
          blocks.stream().map(block -> cuboid(block.box())).toList());
    }

    private static TerrainShape.Cuboid cuboid(Box box) {
      return new TerrainShape.Cuboid(
          box.x(),
          box.y(),
          box.z(),
          2 * box.halfX(),
          2 * box.halfY(),
          2 * box.halfZ(),
          box.yawRad());
    }

    @Override
    public int blockCount() {
      return simulation.dynamics().blockCount();
    }

    @Override
    public void block(int index, Pose pose) {
      BlockState block = simulation.dynamics().block(index);
      pose.xMetres = block.position[0];
      pose.yMetres = block.position[1];
      pose.zMetres = block.position[2];
      pose.qw = block.quaternion[0];
      pose.qx = block.quaternion[1];
      pose.qy = block.quaternion[2];
      pose.qz = block.quaternion[3];
    }
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
  public void resetRobot() {
    long resetNanos = simulation.timeNanos();
    simulation.reset();
    mocap.reset(resetNanos);
  }

  @Override
  public boolean isResetByProgram() {
    return true;
  }

  @Override
  public ArmPermit issuePermit() {
    return new ArmAuthority().issue();
  }

  @Override
  public void arm(ArmPermit permit) {
    // Always armed.
  }

  @Override
  public boolean isArmed() {
    return true;
  }

  @Override
  public void disarm() {
    // After an episode the motors are already in damping mode.
  }

  @Override
  public String status() {
    return "simulated";
  }

  /** Does not include the track, which restarts when the robot is placed at its start. */
  @Override
  public void save(DataOutput out) throws IOException {
    simulation.save(out);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    simulation.restore(in);
    mocap.reset(simulation.timeNanos());
  }

  @Override
  public void close() {
    mocap.close();
    guardedRobot.close();
  }
}
