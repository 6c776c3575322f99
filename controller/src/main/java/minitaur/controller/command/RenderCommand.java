package minitaur.controller.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "render",
    header = "Draw the robot walking.",
    description = "Runs one deterministic episode and draws poses from it, side by side, as a PNG.",
    footer = {
      "",
      "Examples:",
      "  minitaur render --policy runs/first/policy.safetensors --output walk.png"
    })
final class RenderCommand implements Callable<Integer> {
  private final Job<RenderRequest> job;

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
      names = "--output",
      paramLabel = "PNG",
      required = true,
      description = "The picture to write.")
  @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
  private Path output;

  RenderCommand(Job<RenderRequest> job) {
    this.job = job;
  }

  @Override
  public Integer call() throws Exception {
    return job.run(new RenderRequest(configOptions.read(runOptions.overrides()), policy, output))
        .number();
  }
}
