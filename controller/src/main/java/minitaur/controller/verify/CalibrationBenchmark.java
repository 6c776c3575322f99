package minitaur.controller.verify;

import java.io.PrintWriter;
import java.io.StringReader;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import minitaur.calibration.CalibrationException;
import minitaur.calibration.Estimate;
import minitaur.calibration.Identification;
import minitaur.calibration.InertialCalibration;
import minitaur.calibration.MotorCalibration;
import minitaur.calibration.MotorIdentification;
import minitaur.calibration.identify.IdentifyProcedure;
import minitaur.calibration.imu.ImuProcedure;
import minitaur.calibration.motors.MotorFindings;
import minitaur.calibration.motors.MotorProcedure;
import minitaur.calibration.prompt.CancelledException;
import minitaur.calibration.prompt.PlainPrompts;
import minitaur.calibration.prompt.Prompts;
import minitaur.controller.robot.RandomizedRobot;
import minitaur.controller.robot.SimulatedOperator;
import minitaur.hal.Clock;
import minitaur.hal.Motor;
import minitaur.hal.RobotGeometry;
import minitaur.hal.RobotState;
import minitaur.hal.inertial.InertialMap;
import minitaur.hal.motor.CalibratedRobot;
import minitaur.hal.motor.GuardedRobot;
import minitaur.hal.motor.JointMap;
import minitaur.hal.motor.MotorGuard;
import minitaur.hal.motor.MotorGuardLimits;
import minitaur.hal.random.RandomStream;
import minitaur.sim.DriveProfile;
import minitaur.sim.SimulatedClock;
import minitaur.sim.dynamics.MultibodyState;

/** Compares the results of calibration procedures with the ground truth of randomized robots. */
public final class CalibrationBenchmark {
  private static final RobotGeometry GEOMETRY = RobotGeometry.nominal();
  private static final double MIN_COVERAGE = 17.0 / 20;

  /** Attitudes at which the mounting is checked: roll and pitch, rad. */
  private static final double[][] ATTITUDES = {
    {0, 0}, {1.3, 0}, {-1.3, 0}, {0, 1.3}, {0, -1.3}, {0.8, 0.8}
  };

  private final int robots;
  private final MaxError zero = new MaxError();
  private final MaxError bias = new MaxError();
  private final MaxError mounting = new MaxError();
  private final Errors torque = new Errors();
  private final Errors viscous = new Errors();
  private final Errors coulomb = new Errors();
  private final Errors inertia = new Errors();
  private final Errors command = new Errors();
  private final Errors position = new Errors();
  private final Errors observation = new Errors();
  private int directions;
  private int exchanges;

  /**
   * @param robots number of randomized robots, with seeds from 0
   */
  public CalibrationBenchmark(int robots) {
    this.robots = robots;
  }

  /** Maximum absolute error. */
  private static final class MaxError {
    double error;

    void add(double each) {
      error = Math.max(error, Math.abs(each));
    }
  }

  /** Errors of estimates, and how often the ground truth was within the interval. */
  private static final class Errors {
    final MaxError absolute = new MaxError();
    final MaxError relative = new MaxError();
    int inside;
    int count;

    void add(Estimate estimate, double truth) {
      absolute.add(estimate.value() - truth);
      relative.add(truth == 0 ? 0 : estimate.value() / truth - 1);
      inside += estimate.contains(truth) ? 1 : 0;
      count++;
    }

    double share() {
      return (double) inside / count;
    }
  }

  /**
   * Calibrates all robots.
   *
   * @throws CalibrationException when a procedure rejects a robot
   */
  public List<Result> run() throws CalibrationException, CancelledException {
    for (long seed = 0; seed < robots; seed++) {
      calibrate(seed);
      exchange(seed);
    }
    List<Result> results = new ArrayList<>();
    results.add(Result.atMost(0.01, "motor zero, max error", zero.error, "rad"));
    double motors = robots * Motor.COUNT;
    results.add(Result.atLeast(1, "motor directions, share correct", directions / motors, ""));
    results.add(
        Result.atLeast(1, "swapped connectors, share found", (double) exchanges / robots, ""));
    results.add(Result.atMost(0.003, "gyro bias, max error", bias.error, "rad/s"));
    double degrees = Math.toDegrees(mounting.error);
    results.add(Result.atMost(0.3, "IMU mounting, max error", degrees, "deg"));
    addRelative(results, "torque constant", torque, 0.05);
    addRelative(results, "viscous friction", viscous, 0.2);
    addRelative(results, "Coulomb friction", coulomb, 0.2);
    addRelative(results, "rotor inertia", inertia, 0.2);
    addLatency(results, "command latency", command);
    addLatency(results, "position controller latency", position);
    addLatency(results, "observation latency", observation);
    return results;
  }

  private static void addRelative(List<Result> results, String name, Errors truth, double max) {
    results.add(Result.atMost(100 * max, name + ", max error", 100 * truth.relative.error, "%"));
    addShare(results, name, truth);
  }

  private static void addLatency(List<Result> results, String name, Errors truth) {
    results.add(Result.atMost(1, name + ", max error", 1e3 * truth.absolute.error, "ms"));
    addShare(results, name, truth);
  }

  private static void addShare(List<Result> results, String name, Errors truth) {
    results.add(Result.atLeast(MIN_COVERAGE, name + ", interval coverage", truth.share(), ""));
  }

  private void calibrate(long seed) throws CalibrationException, CancelledException {
    RandomizedRobot unknown = RandomizedRobot.of(seed);
    Clock clock = new SimulatedClock(unknown.robot());
    Prompts operator = operator(unknown, clock, seed);
    MotorCalibration motors =
        new MotorProcedure(GEOMETRY).run(unknown.sensors(), clock, operator).calibration("", "");
    JointMap truth = unknown.hiddenOffsets().joints();
    for (Motor motor : Motor.values()) {
      zero.add(motors.of(motor).zeroRad() - truth.raw(motor.ordinal(), 0));
      directions += motors.of(motor).sign() == truth.turn(motor.ordinal(), 1) ? 1 : 0;
    }
    InertialCalibration imu =
        new ImuProcedure(unknown.sensors(), clock, operator)
            .run(
                seed % 2 == 0 ? ImuProcedure.Poses.QUICK : ImuProcedure.Poses.SIX_FACES,
                /* date= */ "");
    bias.add(imu.rates().rateBiasXRadPerSec() - unknown.hiddenOffsets().mounting().rateBiasX());
    bias.add(imu.rates().rateBiasYRadPerSec() - unknown.hiddenOffsets().mounting().rateBiasY());
    checkMounting(unknown, imu.map());
    GuardedRobot calibrated =
        new GuardedRobot(
            new CalibratedRobot(unknown.robot(), motors.joints(), imu.map()),
            new MotorGuard(MotorGuardLimits.defaults()),
            clock);
    compare(
        new IdentifyProcedure(calibrated, clock, operator, GEOMETRY).run(/* date= */ ""), unknown);
  }

  private static Prompts operator(RandomizedRobot unknown, Clock clock, long seed) {
    Prompts confirmation =
        PlainPrompts.script(new StringReader("yes all"), new PrintWriter(Writer.nullWriter()));
    return new SimulatedOperator(confirmation, unknown.robot(), clock, seed);
  }

  /** Compares the mapped attitudes and rates of the IMU with the ground truth. */
  private void checkMounting(RandomizedRobot unknown, InertialMap map) {
    MultibodyState truth = new MultibodyState();
    RobotState measured = new RobotState();
    for (double[] attitude : ATTITUDES) {
      double roll = attitude[0];
      double pitch = attitude[1];
      truth.quaternion[0] = Math.cos(pitch / 2) * Math.cos(roll / 2);
      truth.quaternion[1] = Math.cos(pitch / 2) * Math.sin(roll / 2);
      truth.quaternion[2] = Math.sin(pitch / 2) * Math.cos(roll / 2);
      truth.quaternion[3] = -Math.sin(pitch / 2) * Math.sin(roll / 2);
      unknown.hiddenOffsets().mounting().sample(truth, measured);
      map.apply(measured);
      double dot =
          Math.sin(measured.pitchRad) * Math.sin(pitch)
              + Math.cos(measured.pitchRad) * Math.cos(pitch) * Math.cos(measured.rollRad - roll);
      mounting.add(Math.acos(Math.min(1, dot)));
    }
    // A rate with the wrong sign or axis exceeds every threshold.
    truth.velocity[3] = 1;
    truth.velocity[4] = -0.5;
    unknown.hiddenOffsets().mounting().sample(truth, measured);
    map.apply(measured);
    boolean right =
        Math.abs(measured.angularVelocityXRadPerSec - 1) < 0.05
            && Math.abs(measured.angularVelocityYRadPerSec + 0.5) < 0.05;
    mounting.add(right ? 0 : 1);
  }

  private void compare(Identification found, RandomizedRobot unknown) {
    DriveProfile truth = unknown.profile().drives();
    for (Motor motor : Motor.values()) {
      MotorIdentification one = found.of(motor);
      int index = motor.ordinal();
      torque.add(one.torqueRatio(), truth.torqueRatio()[index]);
      viscous.add(one.viscousNmSecPerRad(), truth.viscousFriction()[index]);
      coulomb.add(one.coulombNm(), truth.coulombFriction()[index]);
      inertia.add(one.rotorInertiaKgM2(), truth.rotorInertia());
    }
    command.add(found.commandLatencySeconds(), unknown.profile().latency().commandSeconds().low());
    position.add(found.positionLatencySeconds(), truth.positionLatencySeconds());
    observation.add(
        found.observationLatencySeconds(), unknown.profile().latency().observationSeconds().low());
  }

  /** Calibrates the robot with two randomly selected connectors swapped. */
  private void exchange(long seed) throws CalibrationException, CancelledException {
    RandomStream stream = RandomStream.of(seed, "exchange");
    Motor one = Motor.of(stream.nextInt(Motor.COUNT));
    Motor other = Motor.of((one.ordinal() + 1 + stream.nextInt(Motor.COUNT - 1)) % Motor.COUNT);
    RandomizedRobot right = RandomizedRobot.of(seed);
    RandomizedRobot unknown =
        RandomizedRobot.of(right.profile(), right.hiddenOffsets().withExchanged(one, other), seed);
    Clock clock = new SimulatedClock(unknown.robot());
    MotorFindings findings =
        new MotorProcedure(GEOMETRY).run(unknown.sensors(), clock, operator(unknown, clock, seed));
    exchanges += Set.copyOf(findings.misplaced()).equals(Set.of(one, other)) ? 1 : 0;
  }
}
