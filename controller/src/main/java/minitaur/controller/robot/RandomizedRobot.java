package minitaur.controller.robot;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import minitaur.calibration.Calibration;
import minitaur.calibration.Estimate;
import minitaur.calibration.Identification;
import minitaur.calibration.ImuCalibration;
import minitaur.calibration.MotorCalibration;
import minitaur.calibration.MotorIdentification;
import minitaur.calibration.MotorZero;
import minitaur.hal.Motor;
import minitaur.hal.RobotState;
import minitaur.hal.random.RandomStream;
import minitaur.hal.wire.RawSensors;
import minitaur.sim.DriveProfile;
import minitaur.sim.HiddenOffsets;
import minitaur.sim.SimulatedRobot;
import minitaur.sim.SimulationProfile;
import minitaur.sim.board.EmulatedBoard;
import minitaur.sim.device.InertialMounting;
import minitaur.sim.terrain.TerrainMix;

/**
 * A simulated robot with hidden calibration offsets, and its ground truth, which calibration
 * procedures must not use.
 *
 * @param robot uses uncalibrated encoder and IMU values: the input of {@link #sensors} and of a
 *     {@link minitaur.hal.motor.CalibratedRobot}
 * @param profile ground truth of motors and latencies
 * @param hiddenOffsets ground truth of encoders and IMU
 */
public record RandomizedRobot(
    SimulatedRobot robot, SimulationProfile profile, HiddenOffsets hiddenOffsets) {
  private static final String PROCEDURE = "ground truth";

  /** Randomized robot number {@code seed}. */
  public static RandomizedRobot of(long seed) {
    RandomStream stream = RandomStream.of(seed, "simulator.robot");
    SimulationProfile profile = SimulationProfile.randomRobot(stream);
    return of(profile, HiddenOffsets.random(stream), seed);
  }

  /**
   * Randomized robot number {@code seed} behind an emulated board: without latencies of its own,
   * since serial line, board and host add theirs.
   *
   * @param withMocap sets the motion capture of the profile
   */
  public static RandomizedRobot behindBoard(long seed, UnaryOperator<SimulationProfile> withMocap) {
    RandomizedRobot robot = of(seed);
    return of(
        withMocap.apply(EmulatedBoard.withoutLatency(robot.profile)), robot.hiddenOffsets, seed);
  }

  /** Its uncalibrated sensors. */
  public RawSensors sensors() {
    RobotState state = new RobotState();
    return raw -> {
      robot.read(state);
      raw.setUncalibrated(state);
    };
  }

  /**
   * The ground truth as an error-free calibration.
   *
   * @param name of the robot
   * @param date recorded with the calibration
   */
  public Calibration groundTruth(String name, String date) {
    return Calibration.of(name).with(motors(date)).with(imu(date)).with(identification(date));
  }

  private MotorCalibration motors(String date) {
    Map<Motor, MotorZero> zeros = new EnumMap<>(Motor.class);
    for (Motor motor : Motor.values()) {
      int index = motor.ordinal();
      int sign = hiddenOffsets.joints().applySign(index, 1) < 0 ? -1 : 1;
      zeros.put(motor, new MotorZero(hiddenOffsets.joints().encoderAngle(index, 0), sign, 0));
    }
    return new MotorCalibration(date, PROCEDURE, zeros);
  }

  private ImuCalibration imu(String date) {
    InertialMounting mounting = hiddenOffsets.mounting();
    double[] r = mounting.rotation();
    // An inverted pitch inverts the x axis of the IMU, an inverted roll its y axis.
    String axes =
        (mounting.pitchSign() < 0 ? "-x " : "+x ") + (mounting.rollSign() < 0 ? "-y +z" : "+y +z");
    return new ImuCalibration(
        date,
        PROCEDURE,
        new ImuCalibration.Orientation(
            axes, Math.atan2(r[7], r[8]), Math.asin(-r[6]), Math.atan2(r[3], r[0])),
        new ImuCalibration.Rates(
            mounting.rateSignX(), mounting.rateSignY(), mounting.rateBiasX(), mounting.rateBiasY()),
        0,
        0);
  }

  private Identification identification(String date) {
    DriveProfile drives = profile.drives();
    Map<Motor, MotorIdentification> motors = new EnumMap<>(Motor.class);
    for (Motor motor : Motor.values()) {
      int index = motor.ordinal();
      motors.put(
          motor,
          new MotorIdentification(
              exact(drives.torqueRatio()[index]),
              exact(drives.viscousFriction()[index]),
              exact(drives.coulombFriction()[index]),
              exact(drives.rotorInertia()),
              0));
    }
    return new Identification(
        date,
        PROCEDURE,
        exact(profile.latency().commandSeconds().low()),
        exact(drives.positionLatencySeconds()),
        exact(profile.latency().observationSeconds().low()),
        exact(0),
        motors);
  }

  private static Estimate exact(double value) {
    return Estimate.around(value, 0);
  }

  /** A robot with a given ground truth. */
  public static RandomizedRobot of(
      SimulationProfile profile, HiddenOffsets hiddenOffsets, long seed) {
    return new RandomizedRobot(
        new SimulatedRobot(profile, TerrainMix.FLAT, hiddenOffsets, seed), profile, hiddenOffsets);
  }
}
