package minitaur.controller.hardware;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.util.List;
import minitaur.calibration.Calibration;
import minitaur.calibration.CalibrationException;
import minitaur.calibration.CalibrationFile;
import minitaur.calibration.CalibrationNumbers;
import minitaur.calibration.identify.IdentifyProcedure;
import minitaur.calibration.imu.ImuProcedure;
import minitaur.calibration.mocap.MocapProcedure;
import minitaur.calibration.motors.MotorFindings;
import minitaur.calibration.motors.MotorProcedure;
import minitaur.calibration.prompt.CancelledException;
import minitaur.calibration.prompt.PlainPrompts;
import minitaur.calibration.prompt.Prompts;
import minitaur.controller.cli.CalibrateRequest;
import minitaur.controller.cli.ExitCode;
import minitaur.controller.cli.Job;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.config.RobotConfig;
import minitaur.controller.rig.BoardCodecs;
import minitaur.controller.rig.MocapPoses;
import minitaur.hal.Clock;
import minitaur.hal.Motor;
import minitaur.hal.Robot;
import minitaur.hal.RobotGeometry;
import minitaur.hal.RobotState;
import minitaur.hal.SystemClock;
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
import minitaur.hal.serial.BoardLoop;
import minitaur.hal.serial.JsscPort;
import minitaur.hal.serial.SerialRobot;
import minitaur.hal.serial.SerialRobotSettings;
import minitaur.sim.SimulatedClock;

/** Runs a procedure of calibration on the configured robot, or shows what is in its file. */
public final class CalibrateJob implements Job<CalibrateRequest> {
  private static final RobotGeometry GEOMETRY = RobotGeometry.nominal();
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
    Prompts voice =
        request.script() == null
            ? PlainPrompts.terminal(in, out)
            : PlainPrompts.script(new StringReader(Files.readString(request.script())), out);
    try {
      Calibration found =
          robot.isSerial() ? onBoard(request, known, voice) : simulated(request, known, voice);
      CalibrationFile.write(request.file(), found);
      out.println("Written to " + request.file() + ". See: minitaur calibrate show");
      out.flush();
      return ExitCode.OK;
    } catch (CancelledException e) {
      out.println("Ended without a result: " + e.getMessage() + ". The file is as it was.");
      out.flush();
      return ExitCode.STOPPED;
    }
  }

  private Calibration simulated(CalibrateRequest request, Calibration known, Prompts voice)
      throws CalibrationException, CancelledException {
    UnknownRobot unknown = UnknownRobot.of(request.seed());
    Clock clock = new SimulatedClock(unknown.robot());
    Prompts operator = new SimulatedOperator(voice, unknown.robot(), clock, request.seed());
    out.println("A simulated robot, number " + request.seed() + ", with a truth of its own.");
    Robot calibrated =
        request.subject() == CalibrateRequest.Subject.IDENTIFY
                || request.subject() == CalibrateRequest.Subject.MOCAP
            ? new GuardedRobot(
                new CalibratedRobot(unknown.robot(), known.joints(), known.inertial()),
                new MotorGuard(MotorGuardLimits.defaults()),
                clock)
            : unknown.robot();
    PoseSource poses = new MarkerBody(unknown.robot().poses(), request.seed());
    return new Run(request, known, calibrated, clock, operator, poses, LaneFrame.Up.Z).result();
  }

  private Calibration onBoard(CalibrateRequest request, Calibration known, Prompts voice)
      throws IOException, CancelledException {
    ControllerConfig config = request.config();
    RobotConfig robot = config.robot();
    Clock clock = new SystemClock();
    boolean moves = request.subject() == CalibrateRequest.Subject.IDENTIFY;
    boolean mapped = moves || request.subject() == CalibrateRequest.Subject.MOCAP;
    SerialRobotSettings settings =
        SerialRobotSettings.defaults()
            .with(
                robot.loopRateHz(),
                config.task().extensionMid(),
                config.task().kp(),
                config.task().kd(),
                robot.realTimeCore());
    BoardLoop loop =
        new BoardLoop(
            new JsscPort(robot.port()),
            robot.baud(),
            BoardCodecs.host(robot.board()),
            mapped ? known.joints() : JointMap.identity(),
            settings,
            clock);
    try (SerialRobot serial =
            new SerialRobot(
                loop, settings, clock, e -> voice.tell("the position loop ended: " + e));
        PoseSource poses = poses(request, clock)) {
      waitForRobot(serial, clock, robot);
      Robot seen =
          mapped ? new CalibratedRobot(serial, JointMap.identity(), known.inertial()) : serial;
      Prompts operator = moves ? new ArmingOperator(voice, serial, clock) : voice;
      LaneFrame.Up up =
          request.subject() == CalibrateRequest.Subject.MOCAP
              ? MocapPoses.client(config.mocap()).lane().up()
              : LaneFrame.Up.Z;
      return new Run(request, known, seen, clock, operator, poses, up).result();
    }
  }

  /** Poses of the marker body as the server has them, only turned to Z up. */
  private static PoseSource poses(CalibrateRequest request, Clock clock) {
    if (request.subject() != CalibrateRequest.Subject.MOCAP) {
      return new PoseQueue(1);
    }
    MocapConfig configured = MocapPoses.client(request.config().mocap());
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

  /** What is run, and on what. */
  private record Run(
      CalibrateRequest request,
      Calibration known,
      Robot robot,
      Clock clock,
      Prompts operator,
      PoseSource poses,
      LaneFrame.Up up) {

    Calibration result() throws CalibrationException, CancelledException {
      return switch (request.subject()) {
        case MOTORS -> motors();
        case IMU ->
            known.with(
                new ImuProcedure(robot, clock, operator)
                    .run(
                        request.sixFaces()
                            ? ImuProcedure.Poses.SIX_FACES
                            : ImuProcedure.Poses.QUICK,
                        request.date()));
        case IDENTIFY ->
            known.with(new IdentifyProcedure(robot, clock, operator, GEOMETRY).run(request.date()));
        case MOCAP ->
            known.with(
                new MocapProcedure(robot, poses, clock, operator, GEOMETRY)
                    .run(up, request.date()));
        case SHOW, COMPARE -> throw new IllegalStateException("no procedure");
      };
    }

    private Calibration motors() throws CalibrationException, CancelledException {
      MotorFindings findings = new MotorProcedure(GEOMETRY).run(robot, clock, operator);
      List<Motor> mirrored = findings.mirrored();
      operator.tell(
          mirrored.isEmpty()
              ? "Every encoder counts up as its leg extends."
              : "Mirrored, their encoders count down as the leg extends: " + mirrored);
      return known.with(findings.calibration(request.date(), MotorProcedure.NAME));
    }
  }
}
