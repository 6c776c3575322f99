package minitaur.controller.verify;

import java.util.Arrays;
import minitaur.hal.Leg;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.leg.FiveBarLeg;
import minitaur.hal.mocap.Pose;
import minitaur.sim.SimulatedRobot;
import minitaur.sim.SimulationProfile;

/**
 * How much faster than real time the simulated robot trots on flat ground, with position loop,
 * motors and sensors.
 */
public final class SimulatorBenchmark {
  private static final int ROUNDS = 7;
  private static final long CONTROL_NANOS = 20_000_000;
  private static final long EPISODE_STEPS = 500;
  private static final double FREQUENCY_HZ = 2;

  private final SimulationProfile profile;
  private final double seconds;
  private final MotorCommand command = new MotorCommand();
  private final RobotState state = new RobotState();
  private final Pose pose = new Pose();
  private long steps;

  /**
   * @param profile name of the simulated robot's profile
   * @param seconds how long is measured, after a warm-up of half as long
   */
  public SimulatorBenchmark(String profile, double seconds) {
    this.profile = SimulationProfile.byName(profile);
    this.seconds = seconds;
    command.mode = MotorCommand.Mode.POSITION;
    command.kp = 1;
    command.kd = 0.015;
  }

  /**
   * What was measured.
   *
   * @param profile of the simulated robot
   * @param timesRealTime simulated seconds a second, one thread, the median of several rounds
   * @param microsecondsPerStep time a simulated millisecond takes
   */
  public record Figures(String profile, double timesRealTime, double microsecondsPerStep) {}

  /** Measures. */
  public Figures run() {
    SimulatedRobot robot = new SimulatedRobot(profile, 0);
    rate(robot, seconds / 2);
    double[] rates = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      rates[round] = rate(robot, seconds / ROUNDS);
    }
    Arrays.sort(rates);
    double median = rates[ROUNDS / 2];
    return new Figures(profile.name(), median, 1000 / median);
  }

  private double rate(SimulatedRobot robot, double wallSeconds) {
    long simulated = robot.timeNanos();
    long start = System.nanoTime();
    long end = start + (long) (wallSeconds * 1e9);
    long now;
    do {
      step(robot);
      now = System.nanoTime();
    } while (now < end);
    return (double) (robot.timeNanos() - simulated) / (now - start);
  }

  /** One control step of a trot; the robot is put back to the start every ten seconds. */
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
      command.targetAngleRad[leg.rear().ordinal()] = FiveBarLeg.rear(swing, extension);
      command.targetAngleRad[leg.front().ordinal()] = FiveBarLeg.front(swing, extension);
    }
    robot.write(command);
    robot.advanceTo(robot.timeNanos() + CONTROL_NANOS);
    robot.read(state);
    while (robot.poses().poll(pose)) {
      // The cameras work too.
    }
  }
}
