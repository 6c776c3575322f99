package minitaur.controller.verify;

import java.io.PrintWriter;
import java.io.StringReader;
import java.io.Writer;
import java.util.List;
import java.util.Set;
import minitaur.calibration.CalibrationException;
import minitaur.calibration.Estimate;
import minitaur.calibration.Identification;
import minitaur.calibration.ImuCalibration;
import minitaur.calibration.MotorCalibration;
import minitaur.calibration.MotorIdentification;
import minitaur.calibration.identify.IdentificationProcedure;
import minitaur.calibration.imu.ImuProcedure;
import minitaur.calibration.motors.MotorPoseResult;
import minitaur.calibration.motors.MotorProcedure;
import minitaur.calibration.prompt.CancelledException;
import minitaur.calibration.prompt.Prompts;
import minitaur.calibration.prompt.TextPrompts;
import minitaur.controller.robot.RandomizedRobot;
import minitaur.controller.robot.SimulatedOperator;
import minitaur.hal.Clock;
import minitaur.hal.Motor;
import minitaur.hal.RobotGeometry;
import minitaur.hal.RobotState;
import minitaur.hal.imu.ImuTransform;
import minitaur.hal.motor.CalibratedRobot;
import minitaur.hal.motor.GuardedRobot;
import minitaur.hal.motor.JointMap;
import minitaur.hal.motor.MotorGuard;
import minitaur.hal.motor.MotorGuardLimits;
import minitaur.hal.motor.RobotCalibration;
import minitaur.hal.random.RandomStream;
import minitaur.sim.DriveProfile;
import minitaur.sim.SimulatedClock;
import minitaur.sim.dynamics.MultibodyState;

/** Compares the results of calibration procedures with the ground truth of randomized robots. */
final class CalibrationBenchmark {
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
  private final ResultList results = new ResultList();
  private int correctDirections;
  private int detectedSwaps;

  /**
   * @param robots number of randomized robots, with seeds from 0
   */
  CalibrationBenchmark(int robots) {
    this.robots = robots;
  }

  /** Maximum absolute error. */
  private static final class MaxError {
    double error;

    void add(double value) {
      error = Math.max(error, Math.abs(value));
    }
  }

  /** Errors of estimates, and how often the ground truth was within the interval. */
  private static final class Errors {
    final MaxError absolute = new MaxError();
    final MaxError relative = new MaxError();
    int covered;
    int count;

    void add(Estimate estimate, double groundTruth) {
      absolute.add(estimate.value() - groundTruth);
      relative.add(groundTruth == 0 ? 0 : estimate.value() / groundTruth - 1);
      covered += estimate.contains(groundTruth) ? 1 : 0;
      count++;
    }

    double coverage() {
      return (double) covered / count;
    }
  }

  /**
   * Calibrates all robots.
   *
   * @throws CalibrationException when a procedure rejects a robot
   */
  List<Result> run() throws CalibrationException, CancelledException {
    for (long seed = 0; seed < robots; seed++) {
      calibrate(seed);
      calibrateWithSwap(seed);
    }
    results.atMost(0.01, "motor zero, max error", zero.error, "rad");
    double motors = robots * Motor.COUNT;
    results.atLeast(1, "motor directions, share correct", correctDirections / motors, "");
    results.atLeast(1, "swapped connectors, share found", (double) detectedSwaps / robots, "");
    results.atMost(0.003, "gyro bias, max error", bias.error, "rad/s");
    results.atMost(0.3, "IMU mounting, max error", Math.toDegrees(mounting.error), "deg");
    addRelative("torque constant", torque, 0.05);
    addRelative("viscous friction", viscous, 0.2);
    addRelative("Coulomb friction", coulomb, 0.2);
    addRelative("rotor inertia", inertia, 0.2);
    addLatency("command latency", command);
    addLatency("position controller latency", position);
    addLatency("observation latency", observation);
    return results.list();
  }

  private void addRelative(String name, Errors errors, double max) {
    results.atMost(100 * max, name + ", max error", 100 * errors.relative.error, "%");
    results.atLeast(MIN_COVERAGE, name + ", interval coverage", errors.coverage(), "");
  }

  private void addLatency(String name, Errors errors) {
    results.atMost(1, name + ", max error", 1e3 * errors.absolute.error, "ms");
    results.atLeast(MIN_COVERAGE, name + ", interval coverage", errors.coverage(), "");
  }

  private void calibrate(long seed) throws CalibrationException, CancelledException {
    RandomizedRobot robot = RandomizedRobot.of(seed);
    Clock clock = new SimulatedClock(robot.robot());
    Prompts operator = operator(robot, clock, seed);
    MotorCalibration motors =
        new MotorProcedure(GEOMETRY).run(robot.sensors(), clock, operator).toCalibration("", "");
    JointMap groundTruth = robot.hiddenOffsets().joints();
    for (Motor motor : Motor.values()) {
      zero.add(motors.of(motor).zeroRad() - groundTruth.encoderAngle(motor.ordinal(), 0));
      correctDirections +=
          motors.of(motor).sign() == groundTruth.applySign(motor.ordinal(), 1) ? 1 : 0;
    }
    ImuCalibration imu =
        new ImuProcedure(robot.sensors(), clock, operator)
            .run(
                seed % 2 == 0 ? ImuProcedure.PoseSet.QUICK : ImuProcedure.PoseSet.SIX_FACES,
                /* date= */ "");
    bias.add(imu.rates().rateBiasXRadPerSec() - robot.hiddenOffsets().mounting().rateBiasX());
    bias.add(imu.rates().rateBiasYRadPerSec() - robot.hiddenOffsets().mounting().rateBiasY());
    checkMounting(robot, imu.imuTransform());
    GuardedRobot calibrated =
        new GuardedRobot(
            new CalibratedRobot(
                robot.robot(), new RobotCalibration(motors.jointMap(), imu.imuTransform())),
            new MotorGuard(MotorGuardLimits.defaults()),
            clock);
    compare(
        new IdentificationProcedure(calibrated, clock, operator, GEOMETRY).run(/* date= */ ""),
        robot);
  }

  private static Prompts operator(RandomizedRobot robot, Clock clock, long seed) {
    Prompts confirmation =
        TextPrompts.fromScript(new StringReader("yes all"), new PrintWriter(Writer.nullWriter()));
    return new SimulatedOperator(confirmation, robot.robot(), clock, seed);
  }

  /** Compares the mapped attitudes and rates of the IMU with the ground truth. */
  private void checkMounting(RandomizedRobot robot, ImuTransform map) {
    MultibodyState groundTruth = new MultibodyState();
    RobotState measured = new RobotState();
    for (double[] attitude : ATTITUDES) {
      double roll = attitude[0];
      double pitch = attitude[1];
      groundTruth.quaternion[0] = Math.cos(pitch / 2) * Math.cos(roll / 2);
      groundTruth.quaternion[1] = Math.cos(pitch / 2) * Math.sin(roll / 2);
      groundTruth.quaternion[2] = Math.sin(pitch / 2) * Math.cos(roll / 2);
      groundTruth.quaternion[3] = -Math.sin(pitch / 2) * Math.sin(roll / 2);
      robot.hiddenOffsets().mounting().sample(groundTruth, measured);
      map.apply(measured);
      double dot =
          Math.sin(measured.pitchRad) * Math.sin(pitch)
              + Math.cos(measured.pitchRad) * Math.cos(pitch) * Math.cos(measured.rollRad - roll);
      mounting.add(Math.acos(Math.min(1, dot)));
    }
    // A rate with the wrong sign or axis exceeds every threshold.
    groundTruth.velocity[3] = 1;
    groundTruth.velocity[4] = -0.5;
    robot.hiddenOffsets().mounting().sample(groundTruth, measured);
    map.apply(measured);
    boolean correct =
        Math.abs(measured.angularVelocityXRadPerSec - 1) < 0.05
            && Math.abs(measured.angularVelocityYRadPerSec + 0.5) < 0.05;
    mounting.add(correct ? 0 : 1);
  }

  private void compare(Identification identified, RandomizedRobot robot) {
    DriveProfile groundTruth = robot.profile().drives();
    for (Motor motor : Motor.values()) {
      MotorIdentification estimate = identified.of(motor);
      int index = motor.ordinal();
      torque.add(estimate.torqueRatio(), groundTruth.torqueRatio()[index]);
      viscous.add(estimate.viscousNmSecPerRad(), groundTruth.viscousFriction()[index]);
      coulomb.add(estimate.coulombNm(), groundTruth.coulombFriction()[index]);
      inertia.add(estimate.rotorInertiaKgM2(), groundTruth.rotorInertia());
    }
    command.add(
        identified.commandLatencySeconds(), robot.profile().latency().commandSeconds().low());
    position.add(identified.positionLatencySeconds(), groundTruth.positionLatencySeconds());
    observation.add(
        identified.observationLatencySeconds(),
        robot.profile().latency().observationSeconds().low());
  }

  /** Calibrates the robot with two randomly selected connectors swapped. */
  private void calibrateWithSwap(long seed) throws CalibrationException, CancelledException {
    RandomStream stream = RandomStream.of(seed, "exchange");
    Motor first = Motor.of(stream.nextInt(Motor.COUNT));
    Motor second = Motor.of((first.ordinal() + 1 + stream.nextInt(Motor.COUNT - 1)) % Motor.COUNT);
    RandomizedRobot original = RandomizedRobot.of(seed);
    RandomizedRobot swapped =
        RandomizedRobot.of(
            original.profile(),
            original.hiddenOffsets().withSwappedConnectors(first, second),
            seed);
    Clock clock = new SimulatedClock(swapped.robot());
    MotorPoseResult result =
        new MotorProcedure(GEOMETRY).run(swapped.sensors(), clock, operator(swapped, clock, seed));
    detectedSwaps += Set.copyOf(result.swappedMotors()).equals(Set.of(first, second)) ? 1 : 0;
  }
}
