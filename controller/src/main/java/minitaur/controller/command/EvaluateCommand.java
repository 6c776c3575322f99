package minitaur.controller.command;

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
    name = "evaluate",
    header = "Measure how well a policy walks.",
    description =
        "Runs deterministic episodes and prints mean forward velocity, return, falls and energy per"
            + " metre.",
    footer = {
      "",
      "Examples:",
      "  minitaur evaluate --policy runs/first/policy.safetensors",
      "  minitaur evaluate --policy walk.safetensors --profile randomized --episodes 100 --json",
      "  minitaur evaluate --policy walk.safetensors --hal serial --port /dev/ttyACM0 --log walk.log"
    })
final class EvaluateCommand implements Callable<Integer> {
  private final Job<EvaluateRequest> job;

  @SuppressWarnings("NullAway.Init") // Set by picocli.
  @Spec
  private CommandSpec spec;

  @Mixin private final ConfigOptions configOptions = new ConfigOptions();
  @Mixin private final RunOptions runOptions = new RunOptions();
  @Mixin private final RobotOptions robotOptions = new RobotOptions();

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      required = true,
      description = "The policy, such as a run's policy.safetensors.")
  @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
  private Path policy;

  @Option(
      names = "--episodes",
      paramLabel = "N",
      defaultValue = "20",
      description = "Number of episodes; default ${DEFAULT-VALUE}.")
  private int episodes;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Option(
      names = "--log",
      paramLabel = "FILE",
      description =
          "With --hal serial: record what passes between program and robot, for \"minitaur replay\".")
  private @Nullable Path log;

  EvaluateCommand(Job<EvaluateRequest> job) {
    this.job = job;
  }

  @Override
  public Integer call() throws Exception {
    if (episodes < 1) {
      throw new ParameterException(
          spec.commandLine(), "--episodes is " + episodes + "; allowed: at least 1");
    }
    List<ConfigOverride> overrides = new ArrayList<>(runOptions.overrides());
    overrides.addAll(robotOptions.overrides());
    ControllerConfig config = configOptions.read(robotOptions.implied(), overrides);
    return job.run(new EvaluateRequest(config, policy, episodes, json, log)).number();
  }
}
