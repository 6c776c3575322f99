package minitaur.controller.command.calibrate;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import minitaur.calibration.Calibration;
import minitaur.calibration.CalibrationException;
import minitaur.calibration.CalibrationFile;
import minitaur.calibration.prompt.CancelledException;
import minitaur.calibration.prompt.Prompts;
import minitaur.controller.command.options.ConfigOptions;
import minitaur.controller.command.options.ExitCode;
import minitaur.controller.command.options.OptionHeading;
import minitaur.controller.command.options.PageOptions;
import minitaur.controller.command.options.Program;
import minitaur.controller.command.options.RobotOptions;
import minitaur.controller.command.options.RunOptions;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.console.ProcedureSession;
import minitaur.controller.console.web.RobotDescription;
import minitaur.controller.operator.PromptChannel;
import minitaur.controller.robot.ArmingPrompts;
import minitaur.controller.robot.BoardCodecs;
import minitaur.controller.robot.MarkerBody;
import minitaur.controller.robot.RandomizedRobot;
import minitaur.controller.robot.RobotSettings;
import minitaur.controller.robot.SerialRobots;
import minitaur.controller.robot.SimulatedOperator;
import minitaur.controller.settings.ControllerConfig;
import minitaur.hal.Clock;
import minitaur.hal.DisconnectedRobot;
import minitaur.hal.Robot;
import minitaur.hal.RobotState;
import minitaur.hal.SystemClock;
import minitaur.hal.loop.RealTimeThread;
import minitaur.hal.mocap.PoseQueue;
import minitaur.hal.mocap.PoseSource;
import minitaur.hal.mocap.client.LaneFrame;
import minitaur.hal.mocap.client.MocapClient;
import minitaur.hal.mocap.client.MocapConfig;
import minitaur.hal.motor.CalibratedRobot;
import minitaur.hal.motor.GuardedRobot;
import minitaur.hal.motor.MotorGuard;
import minitaur.hal.motor.MotorGuardLimits;
import minitaur.hal.motor.RobotCalibration;
import minitaur.hal.motor.VelocityEstimator;
import minitaur.hal.serial.BoardPromise;
import minitaur.hal.serial.BoardTraits;
import minitaur.hal.serial.SerialRobot;
import minitaur.hal.serial.SerialRobotSettings;
import minitaur.hal.wire.RawSensors;
import minitaur.sim.SimulatedClock;
import minitaur.sim.SimulatedRobot;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Base of calibration procedures: shared options, robot, operator and calibration file. */
abstract class ProcedureCommand implements Callable<ExitCode> {
  /** Velocity age of a position controller that uses the two newest samples, 1 ms apart. */
  private static final double BOARD_VELOCITY_SECONDS = 0.0005;

  private static final long CONNECT_NANOS = 3_000_000_000L;
  private static final long POLL_NANOS = 5_000_000;

  private final Program program;

  @Mixin private final ConfigOptions configOptions = new ConfigOptions();
  @Mixin private final RobotOptions robotOptions = new RobotOptions();
  @Mixin private final CalibrationFileOption fileOption = new CalibrationFileOption();
  @Mixin private final ProcedureOptions procedureOptions = new ProcedureOptions();

  /** Robot and operator of a procedure. */
  @OptionHeading("Operator")
  static final class ProcedureOptions {
    @Option(
        names = "--robot",
        paramLabel = "NAME",
        description =
            "Name of the robot; short for --set robot.name=NAME. Default: ${bundle:robot.name}.")
    private @Nullable String robot;

    @Option(
        names = "--script",
        paramLabel = "FILE",
        description = "Answers instead of the operator. Default: none.")
    private @Nullable Path script;

    @Option(
        names = "--seed",
        paramLabel = "N",
        defaultValue = "0",
        description = "Which randomized robot, without --hal serial.")
    private long seed;

    @Mixin private final PageOptions page = new PageOptions();
  }

  ProcedureCommand(Program program) {
    this.program = program;
  }

  /**
   * Inputs of a procedure.
   *
   * @param known the calibration so far
   * @param robot the calibrated robot if {@link #needsCalibration}; otherwise not used
   * @param sensors uncalibrated sensors of the same robot
   * @param clock time of the robot
   * @param operator receives the instructions
   * @param mocap poses of the marker body, for procedures that override {@link #mocap}
   * @param velocityAge delay of the position controller's velocity relative to its angle, s
   */
  record Setup(
      Calibration known,
      Robot robot,
      RawSensors sensors,
      Clock clock,
      Prompts operator,
      MarkerPoses mocap,
      double velocityAge) {}

  /**
   * Motion capture of the marker body.
   *
   * @param poses as the server sends them
   * @param up vertical axis of the poses
   */
  record MarkerPoses(PoseSource poses, LaneFrame.Up up) {}

  /** Runs the procedure and returns the extended calibration. */
  abstract Calibration calibrate(Setup setup, String date)
      throws CalibrationException, CancelledException;

  /** Whether the procedure needs calibrated motors and a calibrated IMU. */
  boolean needsCalibration() {
    return false;
  }

  /** Whether the robot moves by itself and must be armed. */
  boolean moves() {
    return false;
  }

  /** Settings of the motion capture that the procedure needs; null for none. */
  @Nullable MocapConfig mocap(ControllerConfig config) {
    return null;
  }

  @Override
  public final ExitCode call() throws IOException {
    List<ConfigOverride> overrides = new ArrayList<>(robotOptions.overrides());
    RunOptions.addTo(overrides, "--robot", "robot.name", procedureOptions.robot);
    ControllerConfig config = configOptions.read(robotOptions.implied(), overrides);
    RobotSettings robot = config.robot();
    Path file = fileOption.path(config);
    Calibration known =
        Files.exists(file)
            ? CalibrationFile.read(file, robot.name(), program::warn)
            : Calibration.of(robot.name());
    PrintWriter out = program.writer();
    return ProcedureRun.run(
        new ProcedureSession(
            procedureOptions.page.choice(config.console()),
            RobotDescription.ofProcedure("calibrate " + name(), robot.name()),
            procedureOptions.script,
            program.reader(),
            out),
        session ->
            robot.isSerial() ? onBoard(config, known, session) : simulated(known, session, out),
        file,
        out);
  }

  private String name() {
    return getClass().getAnnotation(Command.class).name();
  }

  private Calibration simulated(Calibration known, ProcedureSession session, PrintWriter out)
      throws IOException, CancelledException {
    long seed = procedureOptions.seed;
    RandomizedRobot randomized = RandomizedRobot.of(seed);
    SimulatedRobot raw = randomized.robot();
    Clock clock = new SimulatedClock(raw);
    out.println("Simulated robot: randomized robot " + seed + ", with hidden calibration offsets.");
    Robot robot =
        needsCalibration()
            ? session.displayed(
                new GuardedRobot(
                    new CalibratedRobot(raw, known.joints(), known.inertial()),
                    new MotorGuard(MotorGuardLimits.defaults()),
                    clock))
            : new DisconnectedRobot();
    RawSensors sensors = randomized.sensors();
    return calibrate(
        new Setup(
            known,
            robot,
            needsCalibration() ? sensors : session.displayed(sensors, known),
            clock,
            new SimulatedOperator(session.prompts(), raw, clock, seed),
            new MarkerPoses(new MarkerBody(raw.poses(), seed), LaneFrame.Up.Z),
            BOARD_VELOCITY_SECONDS),
        program.date());
  }

  private Calibration onBoard(ControllerConfig config, Calibration known, ProcedureSession session)
      throws IOException, CancelledException {
    RobotSettings robot = config.robot();
    PromptChannel prompts = session.prompts();
    Clock clock = new SystemClock();
    MocapConfig mocap = mocap(config);
    try (SerialRobot serial =
            SerialRobots.open(
                config.robot(),
                config.task(),
                needsCalibration() ? known.forRobot() : RobotCalibration.identity(),
                clock,
                e -> prompts.tell("the position loop ended: " + e));
        PoseSource poses = mocap == null ? new PoseQueue(1) : new MocapClient(mocap, clock)) {
      prompts.setOnStop(() -> serial.stop("the operator stopped the robot"));
      awaitRobot(serial, clock, robot);
      if (moves()) {
        RealTimeThread.request(RealTimeThread.ANY_CORE, RealTimeThread.CONTROL);
      }
      return calibrate(
          new Setup(
              known,
              needsCalibration() ? session.displayed(serial) : new DisconnectedRobot(),
              needsCalibration() ? serial : session.displayed(serial, known),
              clock,
              moves() ? new ArmingPrompts(prompts, serial, clock) : prompts,
              new MarkerPoses(poses, mocap == null ? LaneFrame.Up.Z : mocap.lane().up()),
              velocityAge(
                  BoardCodecs.host(robot.serial().board()).traits(),
                  SerialRobots.settings(config.robot(), config.task()))),
          program.date());
    }
  }

  /** Velocity age of the position controller, on the board or in this process, s. */
  private static double velocityAge(BoardTraits traits, SerialRobotSettings settings) {
    return traits.keeps(BoardPromise.POSITION_CONTROL)
        ? BOARD_VELOCITY_SECONDS
        : VelocityEstimator.lag(
            settings.velocityMemorySeconds(), 1e-9 * Math.max(1, traits.statePeriodNanos()));
  }

  private static void awaitRobot(SerialRobot serial, Clock clock, RobotSettings robot)
      throws CalibrationException {
    RobotState state = new RobotState();
    long deadline = clock.nanos() + CONNECT_NANOS;
    serial.read(state);
    while (!state.connected) {
      if (clock.nanos() > deadline) {
        throw new CalibrationException(
            "no robot responds at %s (%s); minitaur doctor --port %s reports more"
                .formatted(
                    robot.serial().port(), serial.status().problem(), robot.serial().port()));
      }
      clock.waitUntil(clock.nanos() + POLL_NANOS);
      serial.read(state);
    }
  }
}
