package minitaur.controller.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.file.Files;
import java.util.Locale;
import minitaur.calibration.Calibration;
import minitaur.calibration.CalibrationException;
import minitaur.calibration.CalibrationFile;
import minitaur.calibration.CalibrationNumbers;
import minitaur.calibration.prompt.CancelledException;
import minitaur.calibration.prompt.Prompts;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.config.RobotConfig;
import minitaur.controller.console.web.RobotDescription;
import minitaur.controller.operator.PromptChannel;
import minitaur.controller.robot.BoardCodecs;
import minitaur.controller.robot.MocapTracking;
import minitaur.controller.robot.SerialRobots;
import minitaur.controller.verify.SimulatedOperator;
import minitaur.controller.verify.UnknownRobot;
import minitaur.hal.Clock;
import minitaur.hal.Robot;
import minitaur.hal.RobotState;
import minitaur.hal.SystemClock;
import minitaur.hal.inertial.InertialMap;
import minitaur.hal.loop.RealTimeThread;
import minitaur.hal.mocap.PoseQueue;
import minitaur.hal.mocap.PoseSource;
import minitaur.hal.mocap.client.BodyOffset;
import minitaur.hal.mocap.client.LaneFrame;
import minitaur.hal.mocap.client.MocapClient;
import minitaur.hal.mocap.client.MocapConfig;
import minitaur.hal.motor.CalibratedRobot;
import minitaur.hal.motor.GuardedRobot;
import minitaur.hal.motor.JointMap;
import minitaur.hal.motor.MotorGuard;
import minitaur.hal.motor.MotorGuardLimits;
import minitaur.hal.motor.RobotCalibration;
import minitaur.hal.motor.VelocityEstimator;
import minitaur.hal.serial.BoardPromise;
import minitaur.hal.serial.BoardTraits;
import minitaur.hal.serial.SerialRobot;
import minitaur.hal.serial.SerialRobotSettings;
import minitaur.sim.SimulatedClock;

/** Runs a procedure of calibration on the configured robot, or shows what is in its file. */
public final class CalibrateJob implements Job<CalibrateRequest> {
  /** A velocity from the two newest samples, 1 ms apart. */
  private static final double BOARD_VELOCITY_SECONDS = 0.0005;

  private static final long CONNECT_NANOS = 3_000_000_000L;
  private static final long LOOK_NANOS = 5_000_000;

  private final Reader in;
  private final PrintWriter out;

  /**
   * @param in what the operator types
   * @param out what he sees
   */
  public CalibrateJob(Reader in, PrintWriter out) {
    this.in = in;
    this.out = out;
  }

  @Override
  public ExitCode run(CalibrateRequest request) throws Exception {
    switch (request.subject()) {
      case SHOW -> show(request);
      case COMPARE -> compare(request);
      default -> {
        return calibrate(request);
      }
    }
    return ExitCode.OK;
  }

  private void show(CalibrateRequest request) throws CalibrationException {
    Calibration calibration = CalibrationFile.read(request.file());
    out.println("robot " + calibration.robot());
    CalibrationNumbers.of(calibration).lines().forEach(out::println);
    warnOfMissing(calibration);
    out.flush();
  }

  private void warnOfMissing(Calibration calibration) {
    if (calibration.motors() == null) {
      out.println("missing: motors; without them no torque is allowed");
    }
    if (calibration.imu() == null) {
      out.println("missing: imu; its unit is taken at its word");
    }
    if (calibration.identification() == null) {
      out.println("missing: identification; sim.profile=measured needs it");
    }
  }

  private void compare(CalibrateRequest request) throws CalibrationException {
    if (request.other() == null) {
      throw new CalibrationException("there is no other file to compare with");
    }
    Calibration one = CalibrationFile.read(request.file());
    Calibration other = CalibrationFile.read(request.other());
    if (!one.robot().equals(other.robot())) {
      out.println("NOTE: robot '%s' and robot '%s'".formatted(one.robot(), other.robot()));
    }
    CalibrationNumbers.of(one).compare(CalibrationNumbers.of(other)).forEach(out::println);
    out.flush();
  }

  private ExitCode calibrate(CalibrateRequest request) throws IOException {
    RobotConfig robot = request.config().robot();
    Calibration known =
        Files.exists(request.file())
            ? CalibrationFile.read(request.file(), robot.name())
            : Calibration.of(robot.name());
    String procedure = "calibrate " + request.subject().name().toLowerCase(Locale.ROOT);
    try (ProcedureFaces faces =
        new ProcedureFaces(
            request.page(),
            RobotDescription.ofProcedure(procedure, robot.name()),
            request.script(),
            in,
            out)) {
      try {
        Calibration found =
            robot.isSerial() ? onBoard(request, known, faces) : simulated(request, known, faces);
        CalibrationFile.write(request.file(), found);
        out.println("Written to " + request.file() + ". See: minitaur calibrate show");
        faces.desk().finish("done; written to " + request.file());
        return ExitCode.OK;
      } catch (CancelledException e) {
        out.println("Ended without a result: " + e.getMessage() + ". The file is as it was.");
        faces.desk().finish("ended without a result: " + e.getMessage());
        return ExitCode.STOPPED;
      } catch (IOException e) {
        faces.desk().finish("ended without a result: " + e.getMessage());
        throw e;
      } finally {
        out.flush();
      }
    }
  }

  private Calibration simulated(CalibrateRequest request, Calibration known, ProcedureFaces faces)
      throws IOException, CancelledException {
    UnknownRobot unknown = UnknownRobot.of(request.seed());
    Clock clock = new SimulatedClock(unknown.robot());
    Prompts operator = new SimulatedOperator(faces.desk(), unknown.robot(), clock, request.seed());
    out.println("A simulated robot, number " + request.seed() + ", with a truth of its own.");
    boolean mapped = isMapped(request);
    Robot robot =
        mapped
            ? faces.watched(
                new GuardedRobot(
                    new CalibratedRobot(unknown.robot(), known.joints(), known.inertial()),
                    new MotorGuard(MotorGuardLimits.defaults()),
                    clock),
                JointMap.identity(),
                InertialMap.IDENTITY)
            : faces.watched(unknown.robot(), known);
    PoseSource poses = new MarkerBody(unknown.robot().poses(), request.seed());
    return new CalibrationRun(
            request, known, robot, clock, operator, poses, LaneFrame.Up.Z, BOARD_VELOCITY_SECONDS)
        .result();
  }

  /** Whether the procedure wants a robot whose motors and inertial unit are calibrated. */
  private static boolean isMapped(CalibrateRequest request) {
    return request.subject() == CalibrateRequest.Subject.IDENTIFY
        || request.subject() == CalibrateRequest.Subject.MOCAP;
  }

  private Calibration onBoard(CalibrateRequest request, Calibration known, ProcedureFaces faces)
      throws IOException, CancelledException {
    ControllerConfig config = request.config();
    RobotConfig robot = config.robot();
    PromptChannel desk = faces.desk();
    Clock clock = new SystemClock();
    boolean moves = request.subject() == CalibrateRequest.Subject.IDENTIFY;
    boolean mapped = isMapped(request);
    SerialRobotSettings settings = SerialRobots.settings(config);
    try (SerialRobot serial =
            SerialRobots.open(
                robot.board(),
                robot.port(),
                robot.baud(),
                mapped ? known.forRobot() : RobotCalibration.identity(),
                settings,
                clock,
                e -> desk.tell("the position loop ended: " + e));
        PoseSource poses = poses(request, clock)) {
      desk.setOnStop(() -> serial.stop("stopped by the operator"));
      waitForRobot(serial, clock, robot);
      Robot seen =
          mapped
              ? faces.watched(serial, JointMap.identity(), InertialMap.IDENTITY)
              : faces.watched(serial, known);
      if (moves) {
        RealTimeThread.request(RealTimeThread.ANY_CORE, RealTimeThread.CONTROL);
      }
      return new CalibrationRun(
              request,
              known,
              seen,
              clock,
              moves ? new ArmingOperator(desk, serial, clock) : desk,
              poses,
              request.subject() == CalibrateRequest.Subject.MOCAP
                  ? MocapTracking.client(config.mocap()).lane().up()
                  : LaneFrame.Up.Z,
              velocityAge(BoardCodecs.host(robot.board()).traits(), settings))
          .result();
    }
  }

  /** By how much the velocity of the position law, wherever that runs, is older than its angle. */
  private static double velocityAge(BoardTraits traits, SerialRobotSettings settings) {
    return traits.keeps(BoardPromise.POSITION_CONTROL)
        ? BOARD_VELOCITY_SECONDS
        : VelocityEstimator.lag(
            settings.velocityMemorySeconds(), 1e-9 * Math.max(1, traits.statePeriodNanos()));
  }

  /** Poses of the marker body as the server has them, only turned to Z up. */
  private static PoseSource poses(CalibrateRequest request, Clock clock) {
    if (request.subject() != CalibrateRequest.Subject.MOCAP) {
      return new PoseQueue(1);
    }
    MocapConfig configured = MocapTracking.client(request.config().mocap());
    return new MocapClient(
        configured.withLane(LaneFrame.along(configured.lane().up())).withOffset(BodyOffset.NONE),
        clock);
  }

  private static void waitForRobot(SerialRobot serial, Clock clock, RobotConfig robot)
      throws CalibrationException {
    RobotState state = new RobotState();
    long giveUp = clock.nanos() + CONNECT_NANOS;
    serial.read(state);
    while (!state.connected) {
      if (clock.nanos() > giveUp) {
        throw new CalibrationException(
            "no robot answers at %s (%s); minitaur doctor --port %s says more"
                .formatted(robot.port(), serial.status().problem(), robot.port()));
      }
      clock.waitUntil(clock.nanos() + LOOK_NANOS);
      serial.read(state);
    }
  }
}
