package minitaur.controller.hardware;

import minitaur.hal.random.RandomStream;
import minitaur.sim.RobotPeculiarities;
import minitaur.sim.SimulatedRobot;
import minitaur.sim.SimulationProfile;
import minitaur.sim.terrain.FlatGround;

/**
 * A simulated robot that nobody has calibrated, and the truth about it, which no procedure may see.
 *
 * @param robot gives raw values
 * @param profile the truth about motors and latencies
 * @param peculiarities the truth about encoders and inertial unit
 */
public record UnknownRobot(
    SimulatedRobot robot, SimulationProfile profile, RobotPeculiarities peculiarities) {

  /** The robot of that number among many. */
  public static UnknownRobot of(long seed) {
    RandomStream stream = RandomStream.of(seed, "simulator.robot");
    SimulationProfile profile = SimulationProfile.oneOfMany(stream);
    return of(profile, RobotPeculiarities.random(stream), seed);
  }

  /** A robot of which the truth is chosen. */
  public static UnknownRobot of(
      SimulationProfile profile, RobotPeculiarities peculiarities, long seed) {
    return new UnknownRobot(
        new SimulatedRobot(profile, new FlatGround(), peculiarities, seed), profile, peculiarities);
  }
}
