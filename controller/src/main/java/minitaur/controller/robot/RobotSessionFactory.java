package minitaur.controller.robot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import minitaur.calibration.Calibration;
import minitaur.calibration.CalibrationException;
import minitaur.calibration.CalibrationFile;
import minitaur.calibration.MocapAlignment;
import minitaur.controller.task.TaskSettings;
import minitaur.hal.Clock;
import minitaur.hal.SystemClock;
import minitaur.hal.serial.BoardCapability;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens sessions with the configured robot. */
public final class RobotSessionFactory {
  private static final Logger LOG = LoggerFactory.getLogger(RobotSessionFactory.class);

  private RobotSessionFactory() {}

  /**
   * Opens a session.
   *
   * @param seed of the simulator's random streams
   * @param paced whether a simulation is paced by the wall clock
   * @param log file for the robot I/O of a real robot; null for no log
   * @throws RobotException if the configured robot cannot be used
   * @throws IOException if the log cannot be created
   */
  public static RobotSession open(
      HardwareSettings config, TaskSettings task, long seed, boolean paced, @Nullable Path log)
      throws IOException {
    if (!config.robot().isSerial()) {
      return new SimulatedSession(config, task, seed, paced);
    }
    checkRequirements(config);
    Clock clock = new SystemClock();
    Calibration calibration = readCalibration(config.robot(), LOG::warn);
    MocapTracking mocap = openMocap(config, calibration, clock);
    try {
      return new SerialSession(config.robot(), task, calibration, mocap, log, clock);
    } catch (IOException | RuntimeException e) {
      mocap.close();
      throw e;
    }
  }

  /**
   * Checks that a robot on a serial port meets the requirements of an episode.
   *
   * @throws RobotException if it does not
   */
  static void checkRequirements(HardwareSettings config) throws RobotException {
    if (config.mocap().source() == MocapSettings.Source.NONE) {
      throw new RobotException(
          "robot.hal is serial and mocap.source is none: without motion capture there is no"
              + " velocity and no reward. Set mocap.source to vrpn, natnet or qtm, with mocap.host"
              + " and mocap.body (\"minitaur mocap\" lists the bodies of a server), or to camera");
    }
    if (!BoardCodecs.hostCodec(config.robot().serial().board())
        .traits()
        .supports(BoardCapability.ATTITUDE)) {
      throw new RobotException(
          "robot.board %s has no IMU: without roll and pitch there are no observations and no fall detection."
                  .formatted(config.robot().serial().board().name().toLowerCase(Locale.ROOT))
              + " Only minitaur doctor and minitaur calibrate motors and identify work with it");
    }
  }

  /**
   * The configured calibration of a robot; null if none is configured.
   *
   * @param warnings receives a warning if the file was edited by hand
   * @throws CalibrationException if the file cannot be used
   */
  public static @Nullable Calibration readCalibration(
      RobotSettings robot, Consumer<? super String> warnings) throws CalibrationException {
    return robot.calibration().isEmpty()
        ? null
        : CalibrationFile.read(Path.of(robot.calibration()), robot.name(), warnings);
  }

  /**
   * Starts connecting to the configured motion capture.
   *
   * @param calibration of the robot; null if none is configured
   */
  static MocapTracking openMocap(
      HardwareSettings config, @Nullable Calibration calibration, Clock clock) throws IOException {
    if (config.mocap().source() != MocapSettings.Source.CAMERA) {
      MocapAlignment alignment = calibration == null ? null : calibration.mocap();
      return MocapTracking.open(config.mocap(), alignment, clock);
    }
    if (calibration == null) {
      throw new RobotException(
          "mocap.source is camera, but its lens and placement are not calibrated: set"
              + " robot.calibration to the file that minitaur calibrate camera writes");
    }
    return MocapTracking.openCamera(config.mocap(), calibration, clock);
  }
}
