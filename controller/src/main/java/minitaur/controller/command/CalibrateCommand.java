package minitaur.controller.command;

import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.config.ControllerConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "calibrate",
    header = "Find the numbers that this robot has and no other.",
    description = {
      "motors: zeros and directions, from poses that you hold the legs in; motors stay off.",
      "imu: mounting and bias of the inertial unit, from level and two tilts; motors stay off.",
      "identify: torque constants, frictions, rotor inertia and latencies, on a stand; the legs"
          + " move by themselves.",
      "mocap: lane and marker body, from a metre straight ahead and a turn on the spot.",
      "camera: print boards, and find a camera's lens and place; see minitaur calibrate camera"
          + " --help.",
      "show, compare: every number with its interval or residual; the differences of two files.",
      "Each adds its part to the robot's file and keeps the ten files before. Begin with motors."
    },
    footer = {
      "",
      "Examples:",
      "  minitaur calibrate motors --hal serial --port /dev/ttyACM0 --robot minitaur-1",
      "  minitaur calibrate imu --six-faces --hal serial --port /dev/ttyACM0 --robot minitaur-1",
      "  minitaur calibrate motors --seed 7 --script answers.txt     on a simulated robot",
      "  minitaur calibrate compare --file calibration.yaml calibration.yaml.1",
      "",
      "A script has a line an answer: yes; yes 3 (only to instruction 3); yes all; no."
    })
final class CalibrateCommand implements Callable<Integer> {
  private static final Path USUAL_FILE = Path.of("calibration.yaml");

  private final Job<CalibrateRequest> job;
  private final Clock clock;

  @SuppressWarnings("NullAway.Init") // Set by picocli.
  @Spec
  private CommandSpec spec;

  @Mixin private final ConfigOptions configOptions = new ConfigOptions();
  @Mixin private final RobotOptions robotOptions = new RobotOptions();
  @Mixin private final PageOptions pageOptions = new PageOptions();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "motors|imu|identify|mocap|show|compare",
      description = "What to calibrate, or to do with the file.")
  private CalibrateRequest.@Nullable Subject subject;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "OTHER",
      description = "The file to compare with.")
  private @Nullable Path other;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "The robot's file; default robot.calibration, else calibration.yaml.")
  private @Nullable Path file;

  @Option(
      names = "--robot",
      paramLabel = "NAME",
      description = "What the robot is called; short for --set robot.name=NAME.")
  private @Nullable String robot;

  @Option(
      names = "--script",
      paramLabel = "FILE",
      description = "Answers for the operator, in his place.")
  private @Nullable Path script;

  @Option(
      names = "--six-faces",
      description = "imu: on each face of the trunk, instead of level and two tilts.")
  private boolean sixFaces;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Which of the simulated robots, each with its own truth.")
  private long seed;

  CalibrateCommand(Job<CalibrateRequest> job, Clock clock) {
    this.job = job;
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    // Not a required parameter: the command camera below this one would then need it too.
    if (subject == null) {
      throw new ParameterException(
          spec.commandLine(), "say what: motors, imu, identify, mocap, camera, show or compare");
    }
    if ((other != null) != (subject == CalibrateRequest.Subject.COMPARE)) {
      throw new ParameterException(
          spec.commandLine(), "compare needs another file, such as: compare calibration.yaml.1");
    }
    List<ConfigOverride> overrides = new ArrayList<>(robotOptions.implied());
    overrides.addAll(robotOptions.overrides());
    RunOptions.addTo(overrides, "--robot", "robot.name", robot);
    ControllerConfig config = configOptions.read(overrides);
    String configured = config.robot().calibration();
    Path chosen = configured.isEmpty() ? USUAL_FILE : Path.of(configured);
    return job.run(
            new CalibrateRequest(
                config,
                subject,
                file == null ? chosen : file,
                other,
                script,
                sixFaces,
                seed,
                pageOptions.choice(config.console()),
                LocalDate.now(clock).toString()))
        .number();
  }
}
