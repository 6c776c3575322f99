package minitaur.controller.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
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
      "  minitaur evaluate --policy walk.safetensors --profile randomized --episodes 100 --json"
    })
final class EvaluateCommand implements Callable<Integer> {
  private final Job<EvaluateRequest> job;

  @SuppressWarnings("NullAway.Init") // Set by picocli.
  @Spec
  private CommandSpec spec;

  @Mixin private final ConfigOptions configOptions = new ConfigOptions();
  @Mixin private final RunOptions runOptions = new RunOptions();

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

  EvaluateCommand(Job<EvaluateRequest> job) {
    this.job = job;
  }

  @Override
  public Integer call() throws Exception {
    if (episodes < 1) {
      throw new ParameterException(
          spec.commandLine(), "--episodes is " + episodes + "; allowed: at least 1");
    }
    return job.run(
            new EvaluateRequest(configOptions.read(runOptions.overrides()), policy, episodes, json))
        .number();
  }
}
