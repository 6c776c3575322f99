package minitaur.controller.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import minitaur.controller.command.options.ConfigOptions;
import minitaur.controller.command.options.EnvironmentOptions;
import minitaur.controller.command.options.LearningOptions;
import minitaur.controller.command.options.OperatorOptions;
import minitaur.controller.command.options.Program;
import minitaur.controller.command.options.ProgramCommand;
import minitaur.controller.command.options.RobotOptions;
import minitaur.controller.command.options.RunOptions;
import minitaur.controller.command.options.StopSignal;
import minitaur.controller.config.ConfigException;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.console.OperatorChoice;
import minitaur.controller.console.OperatorSession;
import minitaur.controller.console.PageChoice;
import minitaur.controller.console.terminal.TrainingProgress;
import minitaur.controller.console.web.RunDescription;
import minitaur.controller.external.EnvironmentException;
import minitaur.controller.robot.SerialPreflight;
import minitaur.controller.run.ExitCode;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.train.EvaluationResult;
import minitaur.controller.train.ExternalEnvironments;
import minitaur.controller.train.ResumeCheck;
import minitaur.controller.train.Training;
import minitaur.controller.train.TrainingListener;
import minitaur.hal.SystemClock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

@Command(
    name = "train",
    header = "Train a walking policy, in simulation or on the robot.",
    description = {
      "Trains a policy and prints progress: return, forward velocity, falls. A policy walks when it"
          + " reaches 0.32 m/s.",
      "The directory of the run holds the configuration, tables of episodes and evaluations, the"
          + " learning curve (curve.png), the policy (policy.safetensors), the log and checkpoints."
          + " Ctrl-C ends the run at the end of the episode; --resume continues it.",
      "--env trains on an external environment, such as those of Gymnasium.",
      "--hal serial drives the robot on a serial port. The robot must be tracked by motion"
          + " capture."
    },
    footer = {
      "",
      "Examples:",
      "  minitaur train",
      "  minitaur train --profile nominal --seed 3 --set run.steps=5000",
      "  minitaur train --env gymnasium:HalfCheetah-v5 --env-python venv/bin/python",
      "  minitaur train --resume runs/2026-03-01-142530-realistic-seed0",
      "  minitaur train --hal serial --port /dev/ttyACM0 --config robot.yaml"
    })
final class TrainCommand extends ProgramCommand {
  /** Options that may accompany {@code --resume}: none changes what the run computes. */
  private static final List<String> RESUME_OPTIONS =
      Stream.of(
              List.of("--steps"),
              OperatorOptions.NAMES,
              List.of("--accept-config", "--no-progress", "--debug"))
          .flatMap(List::stream)
          .toList();

  /** Options without effect on an external environment, which has no robot and no operator. */
  private static final String[] WALKING_OPTIONS = {
    "--profile", "--terrain", "--answers", "--bind", "--open"
  };

  /** Time within which the signal that ended an environment also reaches this process. */
  private static final long STOP_MILLIS = 2000;

  @Mixin private final ConfigOptions configOptions = new ConfigOptions();
  @Mixin private final RunOptions runOptions = new RunOptions();
  @Mixin private final EnvironmentOptions environmentOptions = new EnvironmentOptions();
  @Mixin private final RobotOptions robotOptions = new RobotOptions();
  @Mixin private final LearningOptions learningOptions = new LearningOptions();
  @Mixin private final OperatorOptions operatorOptions = new OperatorOptions();

  @Option(
      names = "--asynchronous",
      description =
          "Control never waits for the learner, as on a robot. By default, control and learner take"
              + " turns, and the same seed gives bit-identical results.")
  private boolean asynchronous;

  @Option(
      names = "--resume",
      paramLabel = "DIR",
      description =
          "Resume the run in DIR with its configuration; only --steps may change. Default: none.")
  private @Nullable Path resume;

  @Option(
      names = "--accept-config",
      description =
          "With --resume: use config.yaml although it differs from the configuration of the"
              + " checkpoint.")
  private boolean acceptConfig;

  @Option(
      names = "--run-dir",
      paramLabel = "DIR",
      description =
          "Directory of the run, new or empty. Default: runs/<date-time>-<profile>-seed<N>.")
  private @Nullable Path runDirectory;

  @Option(
      names = "--until",
      paramLabel = "STEPS",
      hidden = true,
      description =
          "Stop with a checkpoint after the first evaluation at or after STEPS; used by sweeps with"
              + " successive halving.")
  private @Nullable Long until;

  private volatile long evaluatedSteps;

  TrainCommand(Program program) {
    super(program);
  }

  @Override
  public ExitCode call() throws IOException {
    ControllerConfig config = config();
    if (config.environment().isExternal()) {
      requireUsed(false, "--env minitaur", WALKING_OPTIONS);
      return trainExternal(config);
    }
    OperatorChoice operator = operatorOptions.choice();
    PageChoice page = operatorOptions.page(config.console());
    Path path = directory(config);
    new SerialPreflight(config.hardware(), new SystemClock()).check(path);
    try (StopSignal stop = new StopSignal(this::announceStop);
        RunDirectory directory = program.openRun(path, config, resume != null)) {
      boolean finished = train(config, operator, page, directory, stop);
      return program.reportEnd(finished, directory, "train --resume");
    }
  }

  /** Trains on an external environment, without a robot, an operator or the page. */
  private ExitCode trainExternal(ControllerConfig config) throws IOException {
    try (ExternalEnvironments environments = startEnvironments(config);
        StopSignal stop = new StopSignal(this::announceStop);
        RunDirectory directory = program.openRun(directory(config), config, resume != null)) {
      boolean finished = train(config, environments, directory, stop);
      return program.reportEnd(finished, directory, "train --resume");
    }
  }

  private boolean train(
      ControllerConfig config,
      ExternalEnvironments environments,
      RunDirectory directory,
      StopSignal stop)
      throws IOException {
    try (TrainingProgress progress =
        learningOptions.progress(out, config.run().steps(), () -> false)) {
      return Training.run(
          config,
          directory,
          program.build().describeRevision(),
          withEvaluationObserver(progress),
          () -> isStopped(stop),
          environments);
    } catch (EnvironmentException e) {
      // A signal to all processes, as at a shutdown, may end the environment first.
      if (!e.isStopped() || !stop.awaitRequest(STOP_MILLIS)) {
        throw e;
      }
      out.println(e.getMessage());
      return false;
    }
  }

  /** Starts the environments. A failure to start is reported as a configuration error. */
  private static ExternalEnvironments startEnvironments(ControllerConfig config) {
    try {
      return ExternalEnvironments.start(config);
    } catch (EnvironmentException e) {
      throw ConfigException.of("", String.valueOf(e.getMessage()), "");
    }
  }

  private boolean train(
      ControllerConfig config,
      OperatorChoice operator,
      PageChoice page,
      RunDirectory directory,
      StopSignal stop)
      throws IOException {
    try (OperatorSession session =
            new OperatorSession(
                config,
                operator,
                page,
                RunDescription.training(
                    config, directory.path(), program.build().describeRevision()),
                Training.isRealTime(config),
                program.in(),
                out);
        TrainingProgress progress =
            learningOptions.progress(out, config.run().steps(), session::isWaitingForOperator)) {
      session.start();
      return Training.run(
          config,
          directory,
          program.build().describeRevision(),
          withEvaluationObserver(session.withPageUpdates(progress)),
          () -> isStopped(stop),
          session.channel(),
          session::episodeObserver);
    }
  }

  /** A listener that also records the step of the last evaluation, for {@code --until}. */
  private TrainingListener withEvaluationObserver(TrainingListener listener) {
    return TrainingListener.all(
        List.of(
            listener,
            new TrainingListener() {
              @Override
              public void onEvaluation(long steps, EvaluationResult result) {
                evaluatedSteps = steps;
              }
            }));
  }

  private boolean isStopped(StopSignal stop) {
    return stop.isRequested() || (until != null && evaluatedSteps >= until);
  }

  private void announceStop() {
    out.println();
    out.println("Stopping at the end of this episode ...");
  }

  /** The effective configuration: from the options, or from the run to resume. */
  ControllerConfig config() throws IOException {
    List<ConfigOverride> overrides = new ArrayList<>();
    requireUsed(resume != null, "--resume", "--accept-config");
    if (resume == null) {
      overrides.addAll(runOptions.overrides());
      environmentOptions.addTo(overrides);
      learningOptions.addTo(overrides);
      if (asynchronous) {
        overrides.add(new ConfigOverride("--asynchronous", "run.mode", "asynchronous"));
      }
      return robotOptions.read(configOptions, overrides);
    }
    requireOnlyResumeOptions(resume);
    learningOptions.addStepsTo(overrides);
    return ResumeCheck.config(resume, overrides, acceptConfig);
  }

  /** Lists what is allowed rather than what is not, so that a new option is rejected. */
  private void requireOnlyResumeOptions(Path run) {
    for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
      String name = option.longestName();
      if (!name.equals("--resume") && !option.hidden() && !RESUME_OPTIONS.contains(name)) {
        throw usageError(
            "--resume uses the configuration of the run in %s, so %s cannot be given; allowed with it: %s"
                .formatted(run, name, String.join(", ", RESUME_OPTIONS)));
      }
    }
  }

  /** The directory of the run. */
  Path directory(ControllerConfig config) {
    return resume == null ? program.runPath(runDirectory, config) : resume;
  }
}
