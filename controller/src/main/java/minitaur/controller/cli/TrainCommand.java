package minitaur.controller.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.run.RunDirectory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "train",
    header = "Learn to walk, in simulation or on the robot.",
    description = {
      "Trains a policy with soft actor-critic and shows how it gets on: return, forward velocity,"
          + " falls. At 0.32 m/s or more it walks.",
      "Everything goes into the run's directory: the configuration, tables of episodes and"
          + " evaluations, the learning curve (curve.png), the policy (policy.safetensors), the log"
          + " and what a resumed run needs. Ctrl-C ends a run cleanly; --resume goes on with it.",
      "With --hal serial the robot on a serial port is driven; it must be seen by motion capture."
    },
    footer = {
      "",
      "Examples:",
      "  minitaur train",
      "  minitaur train --profile nominal --seed 3 --set sac.batch=128",
      "  minitaur train --resume runs/2026-03-01-142530-realistic-seed0",
      "  minitaur train --hal serial --port /dev/ttyACM0 --config robot.yaml"
    })
final class TrainCommand implements Callable<Integer> {
  private final Job<TrainRequest> job;
  private final Clock clock;

  @SuppressWarnings("NullAway.Init") // Set by picocli.
  @Spec
  private CommandSpec spec;

  @Mixin private final ConfigOptions configOptions = new ConfigOptions();
  @Mixin private final RunOptions runOptions = new RunOptions();
  @Mixin private final RobotOptions robotOptions = new RobotOptions();

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Length of the training in environment steps; short for --set run.steps=N.")
  private @Nullable String steps;

  @Option(
      names = "--asynchronous",
      description =
          "Control never waits for the learner, as on a robot; the default takes turns and gives"
              + " the same bits for the same seed.")
  private boolean asynchronous;

  @Option(
      names = "--resume",
      paramLabel = "DIR",
      description = "Go on with the run in DIR, with its configuration; only --steps may change.")
  private @Nullable Path resume;

  @Option(
      names = "--run-dir",
      paramLabel = "DIR",
      description =
          "The run's directory, new or empty; default" + " runs/<date-time>-<profile>-seed<N>.")
  private @Nullable Path runDirectory;

  @Option(
      names = "--operator",
      paramLabel = "auto|terminal|headless|none",
      defaultValue = "auto",
      description =
          "How the operator is met. auto: keys of the terminal, when there is one. headless: lines"
              + " of the file that --answers names.")
  @SuppressWarnings("NullAway.Init") // Has a default, so picocli sets it.
  private OperatorChoice.Kind operator;

  @Option(
      names = "--answers",
      paramLabel = "FILE",
      description =
          "File or named pipe to which a script writes reset, stop, release, pause or continue, a"
              + " line each; with --operator headless.")
  private @Nullable Path answers;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description =
          "Serve the operator's page under this address of the computer; 0.0.0.0 for the whole"
              + " network, then even looking needs the token. Default: this computer only.")
  private @Nullable String bind;

  @Option(names = "--no-console", description = "Serve no page.")
  private boolean noConsole;

  @Option(names = "--open", description = "Open the page in this computer's browser.")
  private boolean open;

  @Option(names = "--no-progress", description = "Show no progress line.")
  private boolean noProgress;

  TrainCommand(Job<TrainRequest> job, Clock clock) {
    this.job = job;
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    if ((operator == OperatorChoice.Kind.HEADLESS) != (answers != null)) {
      throw new ParameterException(
          spec.commandLine(), "--operator headless and --answers FILE go together");
    }
    return job.run(resume == null ? fresh() : resumed(resume)).number();
  }

  private TrainRequest fresh() {
    List<ConfigOverride> overrides = new ArrayList<>(runOptions.overrides());
    RunOptions.addTo(overrides, "--steps", "run.steps", steps);
    if (asynchronous) {
      overrides.add(new ConfigOverride("--asynchronous", "run.mode", "asynchronous"));
    }
    overrides.addAll(robotOptions.overrides());
    ControllerConfig config = configOptions.read(robotOptions.implied(), overrides);
    Path directory =
        runDirectory == null
            ? RunDirectory.usualPath(LocalDateTime.now(clock), config)
            : runDirectory;
    return new TrainRequest(config, directory, false, !noProgress, choice(), page(config));
  }

  private PageChoice page(ControllerConfig config) {
    return PageChoice.of(config.console(), bind, noConsole, open);
  }

  private OperatorChoice choice() {
    return new OperatorChoice(operator, answers);
  }

  private TrainRequest resumed(Path directory) throws Exception {
    if (configOptions.given()
        || runOptions.given()
        || robotOptions.given()
        || asynchronous
        || runDirectory != null) {
      throw new ParameterException(
          spec.commandLine(),
          "--resume takes the configuration of the run in "
              + directory
              + "; only --steps, --operator, --answers, --bind, --no-console, --open,"
              + " --no-progress and --debug go with it");
    }
    List<ConfigOverride> overrides = new ArrayList<>();
    RunOptions.addTo(overrides, "--steps", "run.steps", steps);
    ControllerConfig config = RunDirectory.readConfig(directory, overrides);
    return new TrainRequest(config, directory, true, !noProgress, choice(), page(config));
  }
}
