package minitaur.controller.command;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
import picocli.CommandLine.Spec;

@Command(
    name = "collect",
    header = "Run episodes on this robot for a trainer elsewhere.",
    description = {
      "Runs one episode after the other with the trainer's newest policy and sends what came of it."
          + " While an episode runs nothing waits for the network. A finished episode is on this"
          + " disk before anything else; without the trainer collecting goes on until"
          + " pipeline.spoolEpisodes wait.",
      "With --hal serial the robot on a serial port is driven; it must be seen by motion capture."
          + " Its operator is asked for resets and can stop and pause it: by the terminal's keys, on"
          + " the page, or by a file that answers.",
      "The settings of the task must be those of the trainer's run; it says where they differ."
    },
    footer = {
      "",
      "Examples:",
      "  minitaur collect --trainer http://localhost:8090",
      "  minitaur collect --trainer http://workstation:8090 --token-file token.txt --robot rosa",
      "  minitaur collect --trainer https://workstation:8090 --token-file token.txt \\",
      "      --certificate trainer.pem --robot rosa",
      "  minitaur collect --trainer http://workstation:8090 --token-file token.txt --robot rosa \\",
      "      --hal serial --port /dev/ttyACM0 --config robot.yaml --bind 0.0.0.0"
    })
final class CollectCommand implements Callable<Integer> {
  private static final int LONGEST_NAME = 48;

  private final Job<CollectRequest> job;

  @SuppressWarnings("NullAway.Init") // Set by picocli.
  @Spec
  private CommandSpec spec;

  @Mixin private final ConfigOptions configOptions = new ConfigOptions();
  @Mixin private final RunOptions runOptions = new RunOptions();
  @Mixin private final RobotOptions robotOptions = new RobotOptions();
  @Mixin private final OperatorOptions operatorOptions = new OperatorOptions();
  @Mixin private final TokenOptions tokenOptions = new TokenOptions();

  @Option(
      names = "--trainer",
      paramLabel = "URL",
      required = true,
      description = "Where the trainer listens.")
  @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
  private URI trainer;

  @Option(
      names = "--certificate",
      paramLabel = "FILE",
      description = "The trainer's own certificate, PEM; the only one that is trusted then.")
  private @Nullable Path certificate;

  @Option(
      names = "--robot",
      paramLabel = "NAME",
      description =
          "Name of this robot, another for each; its calibration must be made for that name. Short"
              + " for --set robot.name=NAME.")
  private @Nullable String name;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "The collector's directory; default runs/collector-<name>.")
  private @Nullable Path directory;

  @Option(
      names = "--episodes",
      paramLabel = "N",
      description =
          "Stop after N episodes, once the trainer has all that wait; 0 only sends. Default: go on"
              + " until the training is over.")
  private @Nullable Long episodes;

  @Option(
      names = "--keep-sent",
      description = "Keep the episodes that the trainer has, in spool/sent.")
  private boolean keepSent;

  CollectCommand(Job<CollectRequest> job) {
    this.job = job;
  }

  @Override
  public Integer call() throws Exception {
    boolean http = "http".equals(trainer.getScheme()) || "https".equals(trainer.getScheme());
    if (!http || trainer.getHost() == null) {
      throw new ParameterException(
          spec.commandLine(),
          "--trainer is " + trainer + "; write it like http://workstation:8090");
    }
    List<ConfigOverride> overrides = new ArrayList<>(runOptions.overrides());
    overrides.addAll(robotOptions.overrides());
    RunOptions.addTo(overrides, "--robot", "robot.name", name);
    ControllerConfig config = configOptions.read(robotOptions.implied(), overrides);
    String robot = config.robot().name();
    if (!robot.matches("[\\w.-]+")
        || robot.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
      throw new ParameterException(
          spec.commandLine(),
          "The robot's name is \""
              + robot
              + "\"; allowed: letters, digits, - _ . and at most 48 of them");
    }
    if (episodes != null && episodes < 0) {
      throw new ParameterException(
          spec.commandLine(), "--episodes is " + episodes + "; allowed: 0 or more");
    }
    return job.run(
            new CollectRequest(
                config,
                trainer,
                tokenOptions.read(),
                certificate,
                directory == null ? Path.of("runs", "collector-" + robot) : directory,
                episodes == null ? Long.MAX_VALUE : episodes,
                keepSent,
                operatorOptions.choice(),
                operatorOptions.page(config.console())))
        .number();
  }
}
