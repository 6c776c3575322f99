package minitaur.controller.verify;

import java.util.Arrays;
import java.util.List;
import minitaur.hal.Leg;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.leg.FiveBarLeg;
import minitaur.hal.mocap.Pose;
import minitaur.sim.SimulatedRobot;
import minitaur.sim.SimulationProfile;
import minitaur.sim.terrain.TerrainMix;

/**
 * Measures simulated seconds per second of a trotting robot with position loop, motors and sensors:
 * on flat ground by profile, and on other terrains.
 */
final class SimulatorBenchmark {
  private static final int ROUNDS = 7;
  private static final long CONTROL_NANOS = 20_000_000;
  private static final long EPISODE_STEPS = 500;
  private static final double FREQUENCY_HZ = 2;

  private static final double MIN_REAL_TIME_FACTOR = 100;
  private static final double MIN_REAL_TIME_FACTOR_BLOCKS = 40;

  private final double seconds;
  private final MotorCommand command = new MotorCommand();
  private final RobotState state = new RobotState();
  private final Pose pose = new Pose();
  private long steps;

  /**
   * @param seconds duration per profile, after a warm-up of half of it
   */
  SimulatorBenchmark(double seconds) {
    this.seconds = seconds;
    command.mode = MotorCommand.Mode.POSITION;
    command.kp = 1;
    command.kd = 0.015;
  }

  /** Measures each profile and terrain. Each result is the median of several rounds. */
  List<Result> run() {
    ResultList results = new ResultList();
    for (String profile : List.of("nominal", "realistic")) {
      double median = realTimeFactor(SimulationProfile.byName(profile), TerrainMix.FLAT);
      results.atLeast(MIN_REAL_TIME_FACTOR, profile + ", one thread", median, "x real time");
      results.info(profile + ", step of 1 ms", 1000 / median, "us");
    }
    for (String terrain : List.of("slope:8", "stairs-down:0.04x0.35x4", "blocks")) {
      double median = realTimeFactor(SimulationProfile.nominal(), TerrainMix.parse(terrain));
      double min = terrain.equals("blocks") ? MIN_REAL_TIME_FACTOR_BLOCKS : MIN_REAL_TIME_FACTOR;
      results.atLeast(min, "nominal on " + terrain, median, "x real time");
    }
    return results.list();
  }

  private double realTimeFactor(SimulationProfile profile, TerrainMix terrain) {
    SimulatedRobot robot = new SimulatedRobot(profile, terrain, 0);
    Rate.perSecond(seconds / 2, () -> step(robot));
    double[] rates = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      rates[round] = CONTROL_NANOS * 1e-9 * Rate.perSecond(seconds / ROUNDS, () -> step(robot));
    }
    Arrays.sort(rates);
    return rates[ROUNDS / 2];
  }

  /** One control step of a trot; the robot is reset every ten seconds. */
  private void step(SimulatedRobot robot) {
    if (steps++ % EPISODE_STEPS == 0) {
      robot.reset();
    }
    double phase = 2 * Math.PI * FREQUENCY_HZ * robot.timeNanos() * 1e-9;
    for (int i = 0; i < Leg.COUNT; i++) {
      Leg leg = Leg.of(i);
      double p = leg == Leg.FRONT_LEFT || leg == Leg.BACK_RIGHT ? phase : phase + Math.PI;
      double swing = 0.15 * Math.sin(p);
      double extension = 2 - 0.2 * Math.cos(p - 0.8);
      command.targetAngleRad[leg.rear().ordinal()] = FiveBarLeg.rearAngle(swing, extension);
      command.targetAngleRad[leg.front().ordinal()] = FiveBarLeg.frontAngle(swing, extension);
    }
    robot.write(command);
    robot.advanceTo(robot.timeNanos() + CONTROL_NANOS);
    robot.read(state);
    while (robot.poses().poll(pose)) {
      // Includes the cost of the cameras.
    }
  }
}
