package minitaur.controller.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.run.RunDirectory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "replay",
    header = "Run the controller again on what a robot's sensors said.",
    description =
        "Reads a record of what passed between the program and a real robot, runs the same"
            + " controller on its states and shows where it now commands something else. A"
            + " training's record brings its run's configuration and policies along; for an"
            + " evaluation's, name the policy.",
    footer = {
      "",
      "Examples:",
      "  minitaur replay runs/DIR/robot-io-1.log",
      "  minitaur replay walk.log --policy walk.safetensors --json"
    })
final class ReplayCommand implements Callable<Integer> {
  private final Job<ReplayRequest> job;

  @SuppressWarnings("NullAway.Init") // Set by picocli.
  @Spec
  private CommandSpec spec;

  @Mixin private final ConfigOptions configOptions = new ConfigOptions();

  @Parameters(paramLabel = "LOG", description = "The record.")
  @SuppressWarnings("NullAway.Init") // Required, so picocli sets it.
  private Path log;

  @Option(names = "--policy", paramLabel = "FILE", description = "The policy that was evaluated.")
  private @Nullable Path policy;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  ReplayCommand(Job<ReplayRequest> job) {
    this.job = job;
  }

  @Override
  public Integer call() throws Exception {
    if (!Files.isRegularFile(log)) {
      throw new ParameterException(spec.commandLine(), log + ": there is no such file");
    }
    return job.run(new ReplayRequest(log, config(), policy, json)).number();
  }

  private ControllerConfig config() throws Exception {
    if (policy != null) {
      return configOptions.read(List.of());
    }
    if (configOptions.given()) {
      throw new ParameterException(
          spec.commandLine(), "--config and --set go with --policy; a run has its own settings");
    }
    Path directory = log.toAbsolutePath().getParent();
    return RunDirectory.readConfig(directory == null ? Path.of(".") : directory, List.of());
  }
}
