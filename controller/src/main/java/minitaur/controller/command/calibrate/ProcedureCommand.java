package minitaur.controller.command.calibrate;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import minitaur.calibration.Calibration;
import minitaur.calibration.CalibrationException;
import minitaur.calibration.prompt.CancelledException;
import minitaur.calibration.prompt.Prompts;
import minitaur.controller.command.options.ConfigOptions;
import minitaur.controller.command.options.OptionHeading;
import minitaur.controller.command.options.PageOptions;
import minitaur.controller.command.options.Program;
import minitaur.controller.command.options.ProgramCommand;
import minitaur.controller.command.options.RobotOptions;
import minitaur.controller.command.options.RunOptions;
import minitaur.controller.command.options.StopSignal;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.console.ProcedureSession;
import minitaur.controller.console.web.RobotDescription;
import minitaur.controller.operator.OperatorCommand;
import minitaur.controller.operator.PromptChannel;
import minitaur.controller.robot.ArmingPrompts;
import minitaur.controller.robot.BoardCodecs;
import minitaur.controller.robot.RandomizedMarkerBody;
import minitaur.controller.robot.RandomizedRobot;
import minitaur.controller.robot.RobotSettings;
import minitaur.controller.robot.SerialRobotFactory;
import minitaur.controller.robot.SimulatedOperator;
import minitaur.controller.run.ExitCode;
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
import minitaur.hal.serial.BoardCapability;
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
abstract class ProcedureCommand extends ProgramCommand {
  /** Velocity age of a position controller that uses the two newest samples, 1 ms apart. */
  private static final double BOARD_VELOCITY_AGE_SECONDS = 0.0005;

  private static final long CONNECT_TIMEOUT_NANOS = 3_000_000_000L;
  private static final long POLL_NANOS = 5_000_000;

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
        description = "Seed of the randomized robot; ignored with --hal serial.")
    private long seed;

    @Mixin private final PageOptions page = new PageOptions();
  }

  ProcedureCommand(Program program) {
    super(program);
  }

  /**
   * Inputs of a procedure.
   *
   * @param robot the calibrated robot if {@link #needsCalibration}; otherwise not used
   * @param sensors uncalibrated sensors of the same robot
   * @param clock time of the robot
   * @param operator receives the instructions
   * @param mocap poses of the marker body, for procedures that override {@link
   *     ProcedureCommand#mocapConfig}
   * @param velocityAge delay of the position controller's velocity relative to its angle, s
   */
  record ProcedureInputs(
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

  /** Runs the procedure and returns how its result extends a calibration. */
  abstract UnaryOperator<Calibration> calibrate(ProcedureInputs inputs, String date)
      throws CalibrationException, CancelledException;

  /** Whether the procedure needs calibrated motors. */
  boolean needsCalibration() {
    return false;
  }

  /** Whether the robot moves by itself and must be armed. */
  boolean movesRobot() {
    return false;
  }

  /** Settings of the motion capture that the procedure needs; null for none. */
  @Nullable MocapConfig mocapConfig(ControllerConfig config) {
    return null;
  }

  @Override
  public final ExitCode call() throws IOException {
    List<ConfigOverride> overrides = new ArrayList<>();
    RunOptions.addTo(overrides, "--robot", "robot.name", procedureOptions.robot);
    ControllerConfig config = robotOptions.read(configOptions, overrides);
    RobotSettings robot = config.robot();
    Path file = fileOption.path(config);
    requireWritable("--file", file);
    ProcedureRunner runner = new ProcedureRunner(file, robot.name(), program::warn);
    requireSameKindOfRobot(file, runner.existing(), !robot.isSerial());
    PrintWriter out = program.writer();
    return runner.run(
        new ProcedureSession(
            procedureOptions.page.choice(config.console()),
            RobotDescription.ofProcedure("calibrate " + procedureName(), robot.name()),
            procedureOptions.script,
            program.reader(),
            out),
        session ->
            robot.isSerial()
                ? calibrateSerial(config, runner.existing(), session)
                : calibrateSimulated(runner.existing(), session, out),
        out);
  }

  /** Rejects a file in which parts of simulated and of real robots would be mixed. */
  private static void requireSameKindOfRobot(Path file, Calibration existing, boolean simulated)
      throws CalibrationException {
    List<String> others = existing.robotParts(!simulated);
    if (!others.isEmpty()) {
      throw new CalibrationException(
          "%s: contains %s of a %s; %s"
              .formatted(
                  file,
                  String.join(", ", others),
                  simulated ? "robot" : "simulated robot",
                  simulated
                      ? "to calibrate the robot, add --hal serial; for a simulated one, name"
                          + " another --file"
                      : "name another --file"));
    }
  }

  private String procedureName() {
    return getClass().getAnnotation(Command.class).name();
  }

  private UnaryOperator<Calibration> calibrateSimulated(
      Calibration existing, ProcedureSession session, PrintWriter out)
      throws IOException, CancelledException {
    long seed = procedureOptions.seed;
    RandomizedRobot randomized = RandomizedRobot.of(seed);
    SimulatedRobot simulatedRobot = randomized.robot();
    Clock clock = new SimulatedClock(simulatedRobot);
    out.println("Simulated robot: randomized robot " + seed + ", with hidden calibration offsets.");
    Robot robot =
        needsCalibration()
            ? session.displayed(
                new GuardedRobot(
                    new CalibratedRobot(simulatedRobot, existing.toRobotCalibration()),
                    new MotorGuard(MotorGuardLimits.defaults()),
                    clock))
            : new DisconnectedRobot();
    RawSensors sensors = randomized.sensors();
    return calibrate(
        new ProcedureInputs(
            robot,
            needsCalibration() ? sensors : session.displayed(sensors, existing),
            clock,
            new SimulatedOperator(session.prompts(), simulatedRobot, clock, seed),
            new MarkerPoses(new RandomizedMarkerBody(simulatedRobot.poses(), seed), LaneFrame.Up.Z),
            BOARD_VELOCITY_AGE_SECONDS),
        Calibration.simulatedDate(program.date(), seed));
  }

  @SuppressWarnings("try") // The signal stops the robot during the procedure.
  private UnaryOperator<Calibration> calibrateSerial(
      ControllerConfig config, Calibration existing, ProcedureSession session)
      throws IOException, CancelledException {
    RobotSettings robot = config.robot();
    PromptChannel prompts = session.prompts();
    Clock clock = new SystemClock();
    MocapConfig mocap = mocapConfig(config);
    try (StopSignal stop =
            new StopSignal(
                () -> prompts.submit(new OperatorCommand.Stop(), "Ctrl-C or another signal"));
        SerialRobot serial =
            SerialRobotFactory.open(
                config.robot(),
                config.task(),
                needsCalibration() ? existing.toRobotCalibration() : RobotCalibration.identity(),
                clock,
                e -> prompts.showMessage("the position loop ended: " + e));
        PoseSource poses = mocap == null ? new PoseQueue(1) : new MocapClient(mocap, clock)) {
      prompts.setOnStop(() -> serial.stop("the operator stopped the robot"));
      awaitRobot(serial, clock, robot);
      if (movesRobot()) {
        RealTimeThread.request(RealTimeThread.ANY_CORE, RealTimeThread.CONTROL_PRIORITY);
      }
      return calibrate(
          new ProcedureInputs(
              needsCalibration() ? session.displayed(serial) : new DisconnectedRobot(),
              needsCalibration() ? serial : session.displayed(serial, existing),
              clock,
              movesRobot() ? new ArmingPrompts(prompts, serial, clock) : prompts,
              new MarkerPoses(poses, mocap == null ? LaneFrame.Up.Z : mocap.lane().up()),
              velocityAge(
                  BoardCodecs.hostCodec(robot.serial().board()).traits(),
                  SerialRobotFactory.settings(config.robot(), config.task()))),
          program.date());
    }
  }

  /** Velocity age of the position controller, on the board or in this process, s. */
  private static double velocityAge(BoardTraits traits, SerialRobotSettings settings) {
    return traits.supports(BoardCapability.POSITION_CONTROL)
        ? BOARD_VELOCITY_AGE_SECONDS
        : VelocityEstimator.lag(
            settings.velocityMemorySeconds(), 1e-9 * Math.max(1, traits.statePeriodNanos()));
  }

  private static void awaitRobot(SerialRobot serial, Clock clock, RobotSettings robot)
      throws CalibrationException {
    RobotState state = new RobotState();
    long deadline = clock.nanos() + CONNECT_TIMEOUT_NANOS;
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
