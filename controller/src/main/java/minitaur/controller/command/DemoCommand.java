package minitaur.controller.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import minitaur.controller.command.options.ExitCode;
import minitaur.controller.command.options.OptionCheck;
import minitaur.controller.command.options.PageOptions;
import minitaur.controller.command.options.Program;
import minitaur.controller.command.options.RunOptions;
import minitaur.controller.command.options.StopSignal;
import minitaur.controller.console.OperatorChoice;
import minitaur.controller.console.OperatorSession;
import minitaur.controller.learn.policy.SquashedGaussianPolicy;
import minitaur.controller.robot.SimulatedSession;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.train.Demonstration;
import minitaur.controller.train.TrainedPolicy;
import minitaur.controller.train.TrainingListener;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "demo",
    header = "Watch a trained robot walk.",
    description = {
      "Runs a policy that ships with the program on the simulated robot in real time, and prints"
          + " the address of the page that shows it. After a fall the robot starts again.",
      "Push the robot with a click or W A S D on the page, or with the arrow keys of the terminal."
          + " Ctrl-C ends the demonstration."
    },
    footer = {"", "Examples:", "  minitaur demo", "  minitaur demo --terrain rough:0.01 --open"})
final class DemoCommand implements Callable<ExitCode> {
  private final Program program;

  @SuppressWarnings("NullAway.Init") // Set by picocli.
  @Spec
  private CommandSpec spec;

  @Mixin private final RunOptions runOptions = new RunOptions();
  @Mixin private final PageOptions pageOptions = new PageOptions();

  @Option(
      names = "--task",
      paramLabel = "TASK",
      defaultValue = TrainedPolicy.WALKING,
      description = "What the policy was trained for: ${COMPLETION-CANDIDATES}.",
      completionCandidates = Tasks.class)
  @SuppressWarnings("NullAway.Init") // Has a default, so picocli sets it.
  private String task;

  /** The tasks that there are policies for. */
  private static final class Tasks implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return TrainedPolicy.tasks().iterator();
    }
  }

  DemoCommand(Program program) {
    this.program = program;
  }

  @Override
  public ExitCode call() throws IOException {
    TrainedPolicy trained = trained();
    ControllerConfig config = trained.config(runOptions.overrides());
    SquashedGaussianPolicy policy = trained.deterministic(config);
    program.out().println(describe(trained));
    walk(trained, config, policy);
    return ExitCode.OK;
  }

  /** The policy that suits the options best. */
  private TrainedPolicy trained() {
    OptionCheck.require(
        spec,
        TrainedPolicy.tasks().contains(task),
        "--task",
        task,
        String.join(", ", TrainedPolicy.tasks()));
    ControllerConfig wanted = ControllerConfig.read(runOptions.overrides());
    return TrainedPolicy.find(task, wanted.sim().profile()).orElseThrow();
  }

  private static String describe(TrainedPolicy trained) throws IOException {
    Map<String, String> metadata = trained.stored().metadata();
    return "Policy: %s, trained for %s steps on the %s robot, seed %s, revision %s"
        .formatted(
            trained.task(),
            metadata.get("trained_steps"),
            trained.profile().name().toLowerCase(Locale.ROOT),
            metadata.get("trained_seed"),
            metadata.get("trained_revision"));
  }

  private void walk(TrainedPolicy trained, ControllerConfig config, SquashedGaussianPolicy policy)
      throws IOException {
    try (StopSignal stop = new StopSignal(() -> {});
        SimulatedSession robot =
            new SimulatedSession(config.hardware(), config.task(), config.run().seed(), true);
        OperatorSession session =
            new OperatorSession(
                config,
                OperatorChoice.AUTO,
                pageOptions.choice(config.console()),
                Path.of("demo"),
                true,
                program.in(),
                program.out())) {
      Demonstration demonstration =
          new Demonstration(config, policy, session.channel(), this::announceWalk);
      session.start();
      TrainingListener page = session.with(TrainingListener.silent());
      List<TrainedPolicy.Evaluated> curve = new ArrayList<>(trained.evaluations());
      page.onStart(curve.get(curve.size() - 1).steps());
      curve.forEach(each -> page.onEvaluation(each.steps(), each.result()));
      demonstration.run(robot, session.watching(robot), page, stop::isRequested);
    }
  }

  private void announceWalk(double metresPerSec) {
    Instant begun = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
    program
        .out()
        .printf(
            Locale.ROOT,
            "It walks at %.2f m/s, %.1f s after the start of the program.%n",
            metresPerSec,
            Duration.between(begun, Instant.now()).toMillis() * 1e-3);
  }
}
