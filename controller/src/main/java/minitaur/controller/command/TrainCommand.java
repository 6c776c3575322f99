package minitaur.controller.command;

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
  @Mixin private final LearningOptions learningOptions = new LearningOptions();
  @Mixin private final OperatorOptions operatorOptions = new OperatorOptions();

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

  TrainCommand(Job<TrainRequest> job, Clock clock) {
    this.job = job;
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    return job.run(resume == null ? fresh() : resumed(resume)).number();
  }

  private TrainRequest fresh() {
    List<ConfigOverride> overrides = new ArrayList<>(runOptions.overrides());
    learningOptions.addTo(overrides);
    if (asynchronous) {
      overrides.add(new ConfigOverride("--asynchronous", "run.mode", "asynchronous"));
    }
    overrides.addAll(robotOptions.overrides());
    ControllerConfig config = configOptions.read(robotOptions.implied(), overrides);
    Path directory =
        runDirectory == null
            ? RunDirectory.usualPath(LocalDateTime.now(clock), config)
            : runDirectory;
    return request(config, directory, false);
  }

  private TrainRequest request(ControllerConfig config, Path directory, boolean resumed) {
    return new TrainRequest(
        config,
        directory,
        resumed,
        learningOptions.showsProgress(),
        operatorOptions.choice(),
        operatorOptions.page(config.console()));
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
              + "; only --steps, "
              + OperatorOptions.NAMES
              + ", --no-progress and --debug go with it");
    }
    List<ConfigOverride> overrides = new ArrayList<>();
    learningOptions.addTo(overrides);
    ControllerConfig config = RunDirectory.readConfig(directory, overrides);
    return request(config, directory, true);
  }
}
