package minitaur.controller.verify;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import minitaur.calibration.Calibration;
import minitaur.calibration.Estimate;
import minitaur.calibration.Identification;
import minitaur.calibration.InertialCalibration;
import minitaur.calibration.MotorCalibration;
import minitaur.calibration.MotorIdentification;
import minitaur.calibration.MotorZero;
import minitaur.hal.Motor;
import minitaur.hal.random.RandomStream;
import minitaur.sim.DriveProfile;
import minitaur.sim.RobotPeculiarities;
import minitaur.sim.SimulatedRobot;
import minitaur.sim.SimulationProfile;
import minitaur.sim.board.EmulatedBoard;
import minitaur.sim.device.InertialMounting;
import minitaur.sim.terrain.TerrainMix;

/**
 * A simulated robot that nobody has calibrated, and the truth about it, which no procedure may see.
 *
 * @param robot gives raw values
 * @param profile the truth about motors and latencies
 * @param peculiarities the truth about encoders and inertial unit
 */
public record UnknownRobot(
    SimulatedRobot robot, SimulationProfile profile, RobotPeculiarities peculiarities) {
  private static final String TRUTH = "the truth";

  /** The robot of that number among many. */
  public static UnknownRobot of(long seed) {
    RandomStream stream = RandomStream.of(seed, "simulator.robot");
    SimulationProfile profile = SimulationProfile.oneOfMany(stream);
    return of(profile, RobotPeculiarities.random(stream), seed);
  }

  /**
   * The robot of that number behind an emulated board: its delays are those of line, board and
   * host.
   *
   * @param cameras that see it
   */
  public static UnknownRobot behindBoard(long seed, UnaryOperator<SimulationProfile> cameras) {
    UnknownRobot robot = of(seed);
    return of(
        cameras.apply(EmulatedBoard.withoutLatency(robot.profile)), robot.peculiarities, seed);
  }

  /**
   * The truth, as whoever calibrated the robot without any error would have found it.
   *
   * @param name of the robot
   * @param date goes into the file
   */
  public Calibration truth(String name, String date) {
    return Calibration.of(name).with(motors(date)).with(imu(date)).with(identification(date));
  }

  private MotorCalibration motors(String date) {
    Map<Motor, MotorZero> zeros = new EnumMap<>(Motor.class);
    for (Motor motor : Motor.values()) {
      int index = motor.ordinal();
      int sign = peculiarities.joints().turn(index, 1) < 0 ? -1 : 1;
      zeros.put(motor, new MotorZero(peculiarities.joints().raw(index, 0), sign, 0));
    }
    return new MotorCalibration(date, TRUTH, zeros);
  }

  private InertialCalibration imu(String date) {
    InertialMounting mounting = peculiarities.mounting();
    double[] r = mounting.rotation();
    // A pitch that is counted the other way round turns the unit's x, a roll its y.
    String axes =
        (mounting.pitchSign() < 0 ? "-x " : "+x ") + (mounting.rollSign() < 0 ? "-y +z" : "+y +z");
    return new InertialCalibration(
        date,
        TRUTH,
        axes,
        Math.atan2(r[7], r[8]),
        Math.asin(-r[6]),
        Math.atan2(r[3], r[0]),
        mounting.rateSignX(),
        mounting.rateSignY(),
        mounting.rateBiasX(),
        mounting.rateBiasY(),
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
        TRUTH,
        exact(profile.commandLatencySeconds().low()),
        exact(drives.positionLatencySeconds()),
        exact(profile.observationLatencySeconds().low()),
        exact(0),
        motors);
  }

  private static Estimate exact(double value) {
    return Estimate.around(value, 0);
  }

  /** A robot of which the truth is chosen. */
  public static UnknownRobot of(
      SimulationProfile profile, RobotPeculiarities peculiarities, long seed) {
    return new UnknownRobot(
        new SimulatedRobot(profile, TerrainMix.FLAT, peculiarities, seed), profile, peculiarities);
  }
}
