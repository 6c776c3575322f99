package minitaur.controller.robot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import minitaur.calibration.Calibration;
import minitaur.controller.task.TaskSettings;
import minitaur.hal.ArmPermit;
import minitaur.hal.Clock;
import minitaur.hal.Robot;
import minitaur.hal.RobotState;
import minitaur.hal.log.RecordingRobot;
import minitaur.hal.log.RobotIoLogWriter;
import minitaur.hal.loop.LatencyHistogram;
import minitaur.hal.loop.RealTimeThread;
import minitaur.hal.mocap.PoseSource;
import minitaur.hal.mocap.Tracker;
import minitaur.hal.motor.RobotCalibration;
import minitaur.hal.serial.ArmPhase;
import minitaur.hal.serial.SerialRobot;
import minitaur.hal.serial.SerialStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Session with a robot on a serial port. Calibration and motor guard are inside the position loop;
 * the traffic at the robot interface is logged.
 */
public final class SerialSession implements RobotSession {
  private static final Logger LOG = LoggerFactory.getLogger(SerialSession.class);

  private final Clock clock;
  private final SerialRobot serialRobot;

  private final @Nullable RecordingRobot recordingRobot;
  private final MocapTracking mocap;
  private final RobotState state = new RobotState();
  private final RestDetector restDetector;
  private boolean priorityRequested;
  private boolean armed;

  /**
   * Starts connecting.
   *
   * @param calibration of the robot; null if none is configured
   * @param mocap tracks the trunk, on the time base of {@code clock}; closed with this session, but
   *     not if opening fails
   * @param log new file for the robot I/O, must not exist; null for no log
   * @throws RobotException if the configured robot cannot be used
   * @throws IOException if the log or the watchdog process cannot be created
   */
  public SerialSession(
      RobotSettings robot,
      TaskSettings task,
      @Nullable Calibration calibration,
      MocapTracking mocap,
      @Nullable Path log,
      Clock clock)
      throws IOException {
    if (calibration == null && robot.allowUncalibrated()) {
      LOG.warn(
          "NO CALIBRATION: encoders and IMU are unverified. Use this with an emulated board"
              + " only; the motors of a real robot would break its legs. See minitaur calibrate"
              + " --help.");
    }
    this.clock = clock;
    this.mocap = mocap;
    restDetector = new RestDetector(clock.nanos());
    serialRobot =
        SerialRobotFactory.open(
            robot,
            task,
            calibration == null ? RobotCalibration.identity() : calibration.toRobotCalibration(),
            clock,
            e ->
                LOG.error(
                    "The position loop failed. Check that the motors are off; if they are not,"
                        + " switch off the robot's battery. Then restart the program.",
                    e));
    try {
      recordingRobot =
          log == null
              ? null
              : new RecordingRobot(
                  serialRobot,
                  clock,
                  new RobotIoLogWriter(log),
                  clock,
                  e -> LOG.error("{} can no longer be written; the run continues.", log, e));
    } catch (IOException | RuntimeException | Error e) {
      serialRobot.close();
      throw e;
    }
  }

  @Override
  public Robot robot() {
    return recordingRobot == null ? serialRobot : recordingRobot;
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public PoseSource poses() {
    return mocap.poses();
  }

  @Override
  public Tracker tracker() {
    return mocap.tracker();
  }

  @Override
  public ArmPermit issuePermit() {
    return serialRobot.issuePermit();
  }

  /** Called by the thread that runs the episodes, which then requests real-time priority. */
  @Override
  public void arm(ArmPermit permit) {
    if (!priorityRequested) {
      priorityRequested = true;
      RealTimeThread.request(RealTimeThread.ANY_CORE, RealTimeThread.CONTROL_PRIORITY);
    }
    long now = clock.nanos();
    ArmPhase phase = serialRobot.phase();
    if (phase.isDriving()) {
      restDetector.reportDriven(now);
    }
    serialRobot.read(state);
    restDetector.update(state, now);
    if (phase == ArmPhase.IDLE && permit.isValid() && restDetector.isAtRest(now)) {
      // The robot may have been carried to its start since it last moved.
      mocap.reset(now);
      armed = true;
      serialRobot.arm(permit);
    }
  }

  @Override
  public boolean isArmed() {
    ArmPhase phase = serialRobot.phase();
    // The phase alone may be outdated: the position loop may not have processed a disarm yet.
    return armed && (phase == ArmPhase.STANDING || phase == ArmPhase.FOLLOWING);
  }

  @Override
  public void disarm() {
    armed = false;
    serialRobot.stop("disarmed by the controller");
    restDetector.reportDriven(clock.nanos());
  }

  @Override
  public String status() {
    SerialStatus status = serialRobot.status();
    String problem = status.problem().isEmpty() ? status.reason() : status.problem();
    String limit = status.limitedBy().isEmpty() ? "" : "; last limited by: " + status.limitedBy();
    return problem + limit + "; " + mocap.describe();
  }

  @Override
  public String mocapStatus() {
    return mocap.describe();
  }

  @Override
  public List<String> mocapWarnings() {
    return mocap.warnings();
  }

  @Override
  public LatencyHistogram positionLoopLatency() {
    return serialRobot.tickLatency();
  }

  @Override
  public void note(String line) {
    if (recordingRobot != null) {
      recordingRobot.note(line);
    }
  }

  /** Also logs the statistics of the serial port. */
  @Override
  public void close() {
    robot().close();
    mocap.close();
    SerialStatus status = serialRobot.status();
    LOG.info(
        "Serial port: {} states, {} lost, {} damaged frames, opened {} times, {} commands"
            + " withheld, {} ticks skipped, {}, {}; {} records did not fit into the log.",
        status.counts().samples(),
        status.counts().lost(),
        status.counts().damaged(),
        status.counts().opened(),
        status.counts().unsent(),
        serialRobot.missedTicks(),
        serialRobot.realTime().explanation(),
        serialRobot.cpuLatency().explanation(),
        recordingRobot == null ? 0 : recordingRobot.dropped());
  }
}
