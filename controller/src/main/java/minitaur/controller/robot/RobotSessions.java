package minitaur.controller.robot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import minitaur.calibration.Calibration;
import minitaur.calibration.CalibrationFile;
import minitaur.calibration.MocapAlignment;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.config.MotionCaptureConfig;
import minitaur.controller.config.RobotConfig;
import minitaur.hal.Clock;
import minitaur.hal.SystemClock;
import minitaur.hal.serial.BoardPromise;
import org.jspecify.annotations.Nullable;

/** The configured robot. */
public final class RobotSessions {
  private RobotSessions() {}

  /**
   * Sets the robot up.
   *
   * @param seed of the simulator's random streams
   * @param paced whether a simulation keeps to the wall clock
   * @param log where a real robot's seam is recorded; null for nowhere
   * @throws RobotException when the configured robot cannot be used
   * @throws IOException when the log cannot be made
   */
  public static RobotSession open(
      ControllerConfig config, long seed, boolean paced, @Nullable Path log) throws IOException {
    if (!config.robot().isSerial()) {
      return new SimulatedSession(config, seed, paced);
    }
    if (config.mocap().source() == MotionCaptureConfig.Source.NONE) {
      throw new RobotException(
          "robot.hal is serial and mocap.source none: without motion capture there is no velocity,"
              + " and without velocity no reward. Set mocap.source to vrpn, natnet or qtm, with"
              + " mocap.host and mocap.body (\"minitaur mocap\" shows what a server sees), or to"
              + " camera");
    }
    if (!BoardCodecs.host(config.robot().board()).traits().keeps(BoardPromise.ATTITUDE)) {
      throw new RobotException(
          "robot.board %s has no IMU: without tilt there is no observation and no rule for falls."
                  .formatted(config.robot().board().name().toLowerCase(Locale.ROOT))
              + " Only minitaur doctor and minitaur calibrate motors and identify work with it");
    }
    Clock clock = new SystemClock();
    MocapTracking mocap = mocap(config, clock);
    try {
      return new SerialSession(config, mocap, log, clock);
    } catch (IOException | RuntimeException e) {
      mocap.close();
      throw e;
    }
  }

  private static MocapTracking mocap(ControllerConfig config, Clock clock) throws IOException {
    RobotConfig robot = config.robot();
    Calibration calibration =
        robot.calibration().isEmpty()
            ? null
            : CalibrationFile.read(Path.of(robot.calibration()), robot.name());
    if (config.mocap().source() != MotionCaptureConfig.Source.CAMERA) {
      MocapAlignment alignment = calibration == null ? null : calibration.mocap();
      return MocapTracking.open(config.mocap(), alignment, clock);
    }
    if (calibration == null) {
      throw new RobotException(
          "mocap.source is camera, and nothing says what its lens does and where it hangs: set"
              + " robot.calibration to the file that minitaur calibrate camera makes");
    }
    return MocapTracking.openCamera(config.mocap(), calibration, clock);
  }
}
