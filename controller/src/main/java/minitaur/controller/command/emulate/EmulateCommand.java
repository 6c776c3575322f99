package minitaur.controller.command.emulate;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import minitaur.calibration.CalibrationFile;
import minitaur.controller.command.options.BoardOption;
import minitaur.controller.command.options.OptionHeading;
import minitaur.controller.command.options.Program;
import minitaur.controller.command.options.ProgramCommand;
import minitaur.controller.console.terminal.FileTailer;
import minitaur.controller.robot.BoardCodecs;
import minitaur.controller.robot.RandomizedRobot;
import minitaur.controller.robot.RobotSettings;
import minitaur.controller.run.ExitCode;
import minitaur.hal.SystemClock;
import minitaur.hal.loop.Agent;
import minitaur.hal.random.RandomStream;
import minitaur.sim.RobotHandler;
import minitaur.sim.SimulatedRobot;
import minitaur.sim.SimulationProfile;
import minitaur.sim.board.AutoReset;
import minitaur.sim.board.BoardProtocol;
import minitaur.sim.board.EmulatedBoard;
import minitaur.sim.board.FaultSchedule;
import minitaur.sim.board.FaultyLink;
import minitaur.sim.board.HandlingCommand;
import minitaur.sim.board.LineFaults;
import minitaur.sim.board.RealTimeBoard;
import minitaur.sim.board.ReconnectableTerminal;
import minitaur.sim.board.SafetyMonitor;
import minitaur.sim.board.ScheduledFault;
import minitaur.sim.board.ScriptedOperator;
import minitaur.sim.mocap.EmulatedMocapServers;
import minitaur.sim.mocap.EmulatedMocapSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "emulate",
    header = "Emulate the board of a robot and the motion capture that tracks it.",
    description =
        "Prints the path of a serial port on which a simulated robot responds in real time with the"
            + " protocol of a board, until Ctrl-C. Emulated motion-capture servers track the same"
            + " robot.",
    footer = {
      "",
      "Examples:",
      "  minitaur emulate --link /tmp/minitaur",
      "  minitaur emulate --board moteus --drop 1e-4 --no-reset",
      "  minitaur emulate --link /tmp/minitaur --fault unplug@20 --fault replug@25",
      "  minitaur emulate --link /tmp/minitaur --vrpn --qtm --mocap-drop-outs 0.05",
      "  minitaur emulate --link /tmp/minitaur --randomized 7 --script -   (type: hang)",
      "",
      "Commands of a script, one per line; a line \"operator: COMMAND\" confirms each:",
      HandlingCommand.SYNTAX
    })
public final class EmulateCommand extends ProgramCommand {
  /** Time that the motors must be off before the scripted operator resets the robot. */
  private static final long RESET_NANOS = 1_000_000_000;

  private static final double MOVE_SECONDS = 1;
  private static final Path STANDARD_INPUT = Path.of("-");
  private static final String SCRIPT_THREAD = "operator-script";

  @Mixin private final BoardOption boardOption = new BoardOption();

  @Option(
      names = "--profile",
      paramLabel = "PROFILE",
      defaultValue = "realistic",
      description = "nominal, realistic or randomized, without latencies: the line adds its own.")
  private String profile;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Seed.")
  private long seed;

  @Option(
      names = "--link",
      paramLabel = "PATH",
      description = "Create this symbolic link to the port, for a stable name. Default: none.")
  private @Nullable Path link;

  @Option(
      names = "--randomized",
      paramLabel = "N",
      description =
          "Emulate randomized robot N, the same as in calibrate --seed N: hidden encoder offsets"
              + " and directions, a misaligned IMU, its own motor parameters. It must be"
              + " calibrated. Excludes --profile. Default: none.")
  private @Nullable Long randomized;

  @Option(
      names = "--ground-truth",
      paramLabel = "FILE",
      description =
          "With --randomized: write its ground truth as a calibration, for calibrate compare."
              + " Default: none.")
  private @Nullable Path groundTruth;

  @Mixin private final ScriptOptions scriptOptions = new ScriptOptions();
  @Mixin private final FaultOptions faultOptions = new FaultOptions();
  @Mixin private final MocapServerOptions mocapOptions = new MocapServerOptions();

  /** The scripted operator. */
  @OptionHeading("Operator")
  static final class ScriptOptions {
    @Option(
        names = "--no-reset",
        description = "Do not reset the robot when its motors have been off for 1 s.")
    private boolean noReset;

    @Option(
        names = "--script",
        paramLabel = "FILE",
        description =
            "Read commands for the scripted operator from a file, a named pipe, or - for standard"
                + " input: hang the robot, tuck a leg, tilt it, put it on a stand ..."
                + " Default: none.")
    private @Nullable Path script;
  }

  /** A command with the context of the program. */
  public EmulateCommand(Program program) {
    super(program);
  }

  @Override
  public ExitCode call() throws IOException, InterruptedException {
    LineFaults lineFaults = faultOptions.lineFaults();
    EmulatedMocapSettings mocapSettings = mocapOptions.settings();
    checkOptions();
    BoardProtocol protocol =
        BoardCodecs.boardProtocol(boardOption.board(), faultOptions.protocolVersion());
    requireWritable("--ground-truth", groundTruth);
    SimulatedRobot robot = createRobot(mocapSettings);
    CompletableFuture<ExitCode> exitCode = new CompletableFuture<>();
    SafetyMonitor safetyMonitor = new SafetyMonitor();
    try (ReconnectableTerminal terminal = new ReconnectableTerminal(link);
        EmulatedMocapServers mocap = EmulatedMocapServers.open(mocapSettings, seed)) {
      // Ctrl-C ends the process without returning here.
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> shutDown(terminal, safetyMonitor), "emulate-end"));
      EmulatedBoard board =
          new EmulatedBoard(
              robot,
              protocol,
              new FaultyLink(terminal, lineFaults, RandomStream.of(seed, "emulate.line")),
              seed);
      FaultSchedule faults = new FaultSchedule(faultOptions.schedule(), terminal);
      ScriptedOperator scriptedOperator =
          new ScriptedOperator(
              new AutoReset(RESET_NANOS),
              !scriptOptions.noReset,
              new RobotHandler(robot, MOVE_SECONDS, seed));
      RealTimeBoard realTimeBoard =
          new RealTimeBoard(
              board,
              new SystemClock(),
              each -> {
                scriptedOperator.accept(each);
                faults.accept(each);
                mocap.publishPoses(each);
                safetyMonitor.accept(each);
              },
              exitCode::completeExceptionally);
      try (realTimeBoard) {
        followScript(scriptedOperator);
        out.println(terminal.path());
        mocap.describe().forEach(out::println);
        return exitCode.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("the emulated board ended: " + e.getCause(), e);
      }
    }
  }

  private void checkOptions() {
    boolean hasUnplugFault =
        faultOptions.schedule().stream()
            .anyMatch(fault -> fault.kind() == ScheduledFault.Kind.UNPLUG);
    if (hasUnplugFault && link == null) {
      throw usageError(
          "--fault unplug needs --link: otherwise the port has another name after replug");
    }
    requireUsed(randomized != null, "--randomized", "--ground-truth");
    requireUsed(
        boardOption.board() == RobotSettings.Board.MINITAUR_LINK,
        "--board minitaur-link",
        "--protocol-version");
    if (randomized != null && spec.commandLine().getParseResult().hasMatchedOption("--profile")) {
      throw usageError("--randomized excludes --profile");
    }
  }

  private SimulatedRobot createRobot(EmulatedMocapSettings mocap) throws IOException {
    Long robotNumber = randomized;
    if (robotNumber == null) {
      return new SimulatedRobot(
          EmulatedMocapServers.profile(
              EmulatedBoard.withoutLatency(SimulationProfile.byName(profile)), mocap),
          seed);
    }
    RandomizedRobot robot =
        RandomizedRobot.behindBoard(robotNumber, each -> EmulatedMocapServers.profile(each, mocap));
    if (groundTruth != null) {
      CalibrationFile.write(
          groundTruth, robot.groundTruth(RobotSettings.defaults().name(), /* date= */ ""));
    }
    return robot.robot();
  }

  /** Starts a thread that reads the script until the process ends. */
  @SuppressWarnings("resource") // See above.
  private void followScript(ScriptedOperator scriptedOperator) throws IOException {
    Path script = scriptOptions.script;
    if (script == null) {
      return;
    }
    Consumer<String> executor = line -> executeCommand(line, scriptedOperator);
    if (!script.equals(STANDARD_INPUT)) {
      new FileTailer(script, SCRIPT_THREAD, executor);
      return;
    }
    BufferedReader lines = new BufferedReader(program.reader());
    new Agent(
            SCRIPT_THREAD,
            Agent.once(() -> lines.lines().filter(line -> !line.isBlank()).forEach(executor)))
        .start();
  }

  private void executeCommand(String line, ScriptedOperator scriptedOperator) {
    try {
      // Printed on another thread: the board's must not block on the reader of a pipe.
      CompletableFuture<?> unused =
          scriptedOperator
              .submit(HandlingCommand.parse(line))
              .thenRunAsync(() -> out.println("operator: " + line.strip()));
    } catch (IllegalArgumentException e) {
      out.println("operator: " + e.getMessage());
    }
  }

  private void shutDown(ReconnectableTerminal terminal, SafetyMonitor safetyMonitor) {
    terminal.close();
    out.println(safetyMonitor.describe());
  }
}
