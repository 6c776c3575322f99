package minitaur.controller.rig;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;
import minitaur.calibration.Calibration;
import minitaur.calibration.CalibrationFile;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.config.RobotConfig;
import minitaur.hal.Clock;
import minitaur.hal.Robot;
import minitaur.hal.log.RecordingRobot;
import minitaur.hal.log.SeamLogWriter;
import minitaur.hal.mocap.PoseSource;
import minitaur.hal.mocap.Tracker;
import minitaur.hal.motor.CalibratedRobot;
import minitaur.hal.motor.JointMap;
import minitaur.hal.serial.ArmPhase;
import minitaur.hal.serial.BoardCodec;
import minitaur.hal.serial.BoardLoop;
import minitaur.hal.serial.JsscPort;
import minitaur.hal.serial.SerialRobot;
import minitaur.hal.serial.SerialRobotSettings;
import minitaur.hal.serial.SerialStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A robot on a serial line. Its motor guard is within the position loop, behind the seam; what
 * passes the seam is recorded.
 */
public final class HardwareRig implements Rig {
  private static final Logger LOG = LoggerFactory.getLogger(HardwareRig.class);

  /**
   * A robot whose motors went off a moment ago still sinks, and a hand that helps it (that of an
   * emulated operator takes a second) is still at it.
   */
  private static final long REST_NANOS = 1_500_000_000;

  private final Clock clock;
  private final SerialRobot serial;

  /** The robot with the trunk's attitude instead of the inertial unit's. */
  private final Robot seen;

  private final @Nullable RecordingRobot recording;
  private final PoseSource poses;
  private final Tracker tracker;
  private final @Nullable GuardProcess guard;
  private long drivenNanos;

  /**
   * Begins to connect.
   *
   * @param poses where the trunk is, in the time of {@code clock}; closed with this rig
   * @param tracker usually of the same source
   * @param log where what passes the seam is recorded, no file may be there; null for nowhere
   * @throws RigException when the configured robot cannot be used
   * @throws IOException when the log or the guard's process cannot be made
   */
  public HardwareRig(
      ControllerConfig config, PoseSource poses, Tracker tracker, @Nullable Path log, Clock clock)
      throws IOException {
    RobotConfig robot = config.robot();
    Calibration calibration = calibration(robot);
    JointMap joints = calibration == null ? JointMap.identity() : calibration.joints();
    SerialRobotSettings settings = settings(config);
    BoardCodec codec = BoardCodecs.host(robot.board());
    this.clock = clock;
    this.poses = poses;
    this.tracker = tracker;
    drivenNanos = clock.nanos() - REST_NANOS;
    SeamLogWriter writer = log == null ? null : new SeamLogWriter(log);
    guard = robot.board().lacksWatchdog() ? GuardProcess.start(robot) : null;
    serial =
        new SerialRobot(
            new BoardLoop(new JsscPort(robot.port()), robot.baud(), codec, joints, settings, clock),
            settings,
            clock,
            e -> LOG.error("The position loop ended; the motors are off. Start again.", e));
    seen =
        calibration == null || calibration.inertial().isIdentity()
            ? serial
            : new CalibratedRobot(serial, JointMap.identity(), calibration.inertial());
    recording =
        writer == null
            ? null
            : new RecordingRobot(
                seen,
                clock,
                writer,
                clock,
                e -> LOG.error("{} cannot be written any more; the run goes on.", log, e));
  }

  /** What is known of the robot; null when nobody says. */
  private static @Nullable Calibration calibration(RobotConfig robot) throws IOException {
    if (!robot.calibration().isEmpty()) {
      return CalibrationFile.read(Path.of(robot.calibration()), robot.name());
    }
    if (robot.allowUncalibrated()) {
      LOG.warn(
          "NO CALIBRATION: encoders and inertial unit are taken at their word. Right for an"
              + " emulated board only; a real robot's motors would break its legs."
              + " See minitaur calibrate --help.");
    }
    return null;
  }

  private static SerialRobotSettings settings(ControllerConfig config) {
    RobotConfig robot = config.robot();
    SerialRobotSettings settings =
        SerialRobotSettings.defaults()
            .with(
                robot.loopRateHz(),
                config.task().extensionMid(),
                config.task().kp(),
                config.task().kd(),
                robot.realTimeCore());
    return robot.allowUncalibrated() ? settings.withUncalibratedAllowed() : settings;
  }

  @Override
  public Robot robot() {
    return recording == null ? seen : recording;
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public PoseSource poses() {
    return poses;
  }

  @Override
  public Tracker tracker() {
    return tracker;
  }

  @Override
  public void placeAtStart() {
    // The operator's part.
  }

  @Override
  public void arm() {
    ArmPhase phase = serial.status().phase();
    if (phase.isDriving()) {
      drivenNanos = clock.nanos();
    } else if (phase == ArmPhase.IDLE && clock.nanos() - drivenNanos >= REST_NANOS) {
      serial.arm();
    }
  }

  @Override
  public boolean isArmed() {
    ArmPhase phase = serial.status().phase();
    return phase == ArmPhase.STANDING || phase == ArmPhase.FOLLOWING;
  }

  @Override
  public void disarm() {
    serial.stop();
    drivenNanos = clock.nanos();
  }

  @Override
  public String status() {
    SerialStatus status = serial.status();
    String problem = status.problem().isEmpty() ? status.reason() : status.problem();
    return status.limitedBy().isEmpty()
        ? problem
        : problem + "; last limited by: " + status.limitedBy();
  }

  @Override
  public void note(String line) {
    if (recording != null) {
      recording.note(line);
    }
  }

  @Override
  public void save(DataOutput out) {
    // Where a robot stands is not the program's to restore.
  }

  @Override
  public void restore(DataInput in) {
    // As above.
  }

  /** Also says what the line was like. */
  @Override
  public void close() {
    robot().close();
    if (guard != null) {
      guard.allIsWell();
    }
    poses.close();
    SerialStatus status = serial.status();
    LOG.info(
        "Serial line: {} states, {} lost, {} damaged pieces, port opened {} times, {} commands held"
            + " back, {} ticks left out, {}; {} records did not fit into the log.",
        status.samples(),
        status.lost(),
        status.damaged(),
        status.opened(),
        status.held(),
        serial.missedTicks(),
        serial.realTime().explanation(),
        recording == null ? 0 : recording.dropped());
  }
}
