package minitaur.controller.robot;

import minitaur.calibration.Calibration;
import minitaur.calibration.CalibrationException;
import minitaur.calibration.Identification;
import minitaur.calibration.MotorIdentification;
import minitaur.controller.config.ConfigException;
import minitaur.hal.Motor;
import minitaur.sim.DriveProfile;
import minitaur.sim.SimulationProfile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the simulation profile of an identified robot. */
public final class MeasuredProfile {
  private static final Logger LOG = LoggerFactory.getLogger(MeasuredProfile.class);

  private MeasuredProfile() {}

  /**
   * The profile of the configured robot.
   *
   * @throws ConfigException if the robot is not identified
   */
  static SimulationProfile of(RobotSettings robot) {
    try {
      Calibration calibration = RobotSessionFactory.readCalibration(robot, LOG::warn);
      if (calibration == null) {
        throw invalidCalibration(
            "is not set, but sim.profile is measured", "name the robot's file");
      }
      Identification identification = calibration.identification();
      if (identification == null) {
        throw invalidCalibration(
            "is " + robot.calibration() + ", where the motors are not identified",
            "run minitaur calibrate identify");
      }
      return of(identification);
    } catch (CalibrationException e) {
      throw invalidCalibration("cannot be used: " + e.getMessage(), "");
    } catch (IllegalArgumentException e) {
      throw invalidCalibration(
          "cannot be simulated: " + e.getMessage(), "identify the robot again");
    }
  }

  private static ConfigException invalidCalibration(String problem, String remedy) {
    return ConfigException.at("", "robot.calibration", problem, remedy);
  }

  /**
   * The profile of an identified robot. Friction and latency estimates slightly below 0 are set to
   * 0.
   */
  public static SimulationProfile of(Identification identification) {
    double[] ratio = new double[Motor.COUNT];
    double[] viscous = new double[Motor.COUNT];
    double[] coulomb = new double[Motor.COUNT];
    double inertia = 0;
    for (Motor motor : Motor.values()) {
      MotorIdentification parameters = identification.of(motor);
      ratio[motor.ordinal()] = parameters.torqueRatio().value();
      viscous[motor.ordinal()] = Math.max(0, parameters.viscousNmSecPerRad().value());
      coulomb[motor.ordinal()] = Math.max(0, parameters.coulombNm().value());
      inertia += parameters.rotorInertiaKgM2().value() / Motor.COUNT;
    }
    return SimulationProfile.measured(
        new DriveProfile(
            ratio,
            viscous,
            coulomb,
            inertia,
            Math.max(0, identification.positionLatencySeconds().value())),
        Math.max(0, identification.commandLatencySeconds().value()),
        Math.max(0, identification.observationLatencySeconds().value()));
  }
}
