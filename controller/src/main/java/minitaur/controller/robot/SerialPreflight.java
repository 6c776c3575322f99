package minitaur.controller.robot;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import minitaur.calibration.Calibration;
import minitaur.controller.config.ConfigException;
import minitaur.hal.Clock;
import minitaur.hal.mocap.Pose;
import minitaur.hal.serial.JsscPort;
import minitaur.hal.serial.SerialLinkException;
import org.jspecify.annotations.Nullable;

/**
 * Checks the requirements of a command with a real robot before it creates a directory, starts the
 * page or opens the robot: disk space, calibration, serial port, mocap host and one pose of the
 * body. Nothing moves, and no files are created.
 */
public final class SerialPreflight {
  private static final long POSE_TIMEOUT_NANOS = 5_000_000_000L;
  private static final long POLL_NANOS = 10_000_000;
  private static final long MEGABYTE = 1_000_000;

  /** Space for checkpoints, recordings and logs. */
  private static final long MIN_FREE_MEGABYTES = 500;

  private final HardwareSettings config;
  private final Clock clock;

  /**
   * @param clock for the timeout while waiting for a pose
   */
  public SerialPreflight(HardwareSettings config, Clock clock) {
    this.config = config;
    this.clock = clock;
  }

  /**
   * Checks the requirements; does nothing for a simulated robot.
   *
   * @param directory where files will be written; need not exist. Null if none are written
   * @throws ConfigException with the first problem and its remedy
   */
  public void check(@Nullable Path directory) {
    if (!config.robot().isSerial()) {
      return;
    }
    try {
      checkAll(directory);
    } catch (IOException e) {
      throw ConfigException.of("", String.valueOf(e.getMessage()), "");
    }
  }

  private void checkAll(@Nullable Path directory) throws IOException {
    if (directory != null) {
      checkDiskSpace(directory);
    }
    RobotSessionFactory.checkRequirements(config);
    Calibration calibration = checkCalibration();
    checkPort();
    checkMocap(calibration);
  }

  private void checkDiskSpace(Path directory) throws IOException {
    Path existing = directory.toAbsolutePath();
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    if (existing == null) {
      return;
    }
    long free = existing.toFile().getUsableSpace() / MEGABYTE;
    if (free < MIN_FREE_MEGABYTES) {
      throw ConfigException.at(
          "",
          "run",
          "has %d MB of disk space in %s, but needs %d MB"
              .formatted(free, existing, MIN_FREE_MEGABYTES),
          "free some, or write to another disk");
    }
  }

  private @Nullable Calibration checkCalibration() throws IOException {
    RobotSettings robot = config.robot();
    // The session that follows logs the warning about an edited file, also to the log of the run.
    Calibration calibration = RobotSessionFactory.readCalibration(robot, warning -> {});
    if (calibration != null) {
      calibration.toRobotCalibration();
      List<String> simulated = calibration.robotParts(/* simulated= */ true);
      if (!simulated.isEmpty()) {
        throw ConfigException.at(
            "",
            "robot.calibration",
            "is %s, in which %s belong to a simulated robot"
                .formatted(robot.calibration(), String.join(", ", simulated)),
            "calibrate this robot with minitaur calibrate ... --hal serial");
      }
      if (calibration.imu() == null && !robot.allowUncalibrated()) {
        throw ConfigException.at(
            "",
            "robot.calibration",
            "is %s, where the IMU is not calibrated, so roll and pitch may be wrong and a fall may"
                    .formatted(robot.calibration())
                + " not be detected",
            "run minitaur calibrate imu, or for an emulated board set robot.allowUncalibrated=true");
      }
    } else if (!robot.allowUncalibrated()) {
      throw ConfigException.at(
          "",
          "robot.calibration",
          "is not set, so the motors may not be driven",
          "set it to the file that minitaur calibrate writes, or for an emulated board set"
              + " robot.allowUncalibrated=true");
    }
    return calibration;
  }

  private void checkPort() {
    RobotSettings robot = config.robot();
    int baud =
        robot.serial().baud() == 0
            ? BoardCodecs.hostCodec(robot.serial().board()).traits().defaultBaudRate()
            : robot.serial().baud();
    try {
      new JsscPort(robot.serial().port()).open(baud).close();
    } catch (SerialLinkException e) {
      throw ConfigException.at(
          "",
          "robot.port",
          "cannot be used: " + e.getMessage(),
          "minitaur doctor --port " + robot.serial().port() + " reports more");
    }
  }

  private void checkMocap(@Nullable Calibration calibration) throws IOException {
    MocapSettings mocap = config.mocap();
    if (mocap.source().isServer()) {
      try {
        InetAddress.getByName(mocap.server().host());
      } catch (UnknownHostException e) {
        throw ConfigException.at(
            "",
            "mocap.host",
            "is %s, which is not known to the network".formatted(mocap.server().host()),
            "the server's name or address");
      }
    }
    try (MocapTracking tracking = RobotSessionFactory.openMocap(config, calibration, clock)) {
      Pose pose = new Pose();
      long deadline = clock.nanos() + POSE_TIMEOUT_NANOS;
      while (!tracking.poses().poll(pose)) {
        if (clock.nanos() > deadline) {
          throw ConfigException.at(
              "",
              "mocap",
              "gave no pose of the robot within %d s: %s"
                  .formatted(POSE_TIMEOUT_NANOS / 1_000_000_000, tracking.describe()),
              "minitaur mocap shows what the server sees");
        }
        clock.waitUntil(clock.nanos() + POLL_NANOS);
      }
    }
  }
}
