package minitaur.controller.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import minitaur.controller.command.options.ConfigOptions;
import minitaur.controller.command.options.Program;
import minitaur.controller.command.options.ProgramCommand;
import minitaur.controller.run.ExitCode;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.train.RobotIoReplay;
import minitaur.hal.Text;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "replay",
    header = "Run the controller again on recorded states.",
    description =
        "Reads a log of the robot interface, runs the same controller on its states and reports"
            + " where commands differ. The log of a training run is in the run directory, with the"
            + " configuration and the policies. For the log of an evaluation, specify the policy.",
    footer = {
      "",
      "Examples:",
      "  minitaur replay runs/DIR/robot-io-1.log",
      "  minitaur replay walk.log --policy walk.safetensors --json"
    })
final class ReplayCommand extends ProgramCommand {
  @Mixin private final ConfigOptions configOptions = new ConfigOptions();

  @Parameters(paramLabel = "LOG", description = "Log of the robot interface.")
  private Path log;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "The evaluated policy. Default: the policies of the run.")
  private @Nullable Path policy;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  ReplayCommand(Program program) {
    super(program);
  }

  @Override
  public ExitCode call() throws IOException {
    if (!Files.isRegularFile(log)) {
      throw usageError(log + ": no such file");
    }
    RobotIoReplay.Result result =
        policy == null
            ? RobotIoReplay.ofRun(config(), log)
            : RobotIoReplay.ofEvaluation(config(), log, policy);
    if (json) {
      program.printJson(fields(result));
    } else {
      print(result);
    }
    return ExitCode.of(result.commands() > 0 && result.differing() == 0 && result.missing() == 0);
  }

  private ControllerConfig config() throws IOException {
    if (policy != null) {
      return configOptions.read(List.of());
    }
    if (configOptions.isSpecified()) {
      throw usageError("--config and --set need --policy; a run has its own settings");
    }
    Path directory = log.toAbsolutePath().getParent();
    return ControllerConfig.ofRun(directory == null ? Path.of(".") : directory, List.of());
  }

  private static Map<String, Object> fields(RobotIoReplay.Result result) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("commands", result.commands());
    fields.put("differing", result.differing());
    fields.put("missing", result.missing());
    fields.put("outside_episodes", result.outsideEpisodes());
    fields.put("unfinished_episode", result.unfinished());
    double max = result.maxDifference();
    fields.put("max_difference_rad", Double.isInfinite(max) ? "another mode" : max);
    fields.put("truncated", result.truncated());
    fields.put("episodes", result.episodes());
    return fields;
  }

  private void print(RobotIoReplay.Result result) {
    for (RobotIoReplay.Episode episode : result.episodes()) {
      out.printf(
          Locale.ROOT,
          "episode %4d, policy %6d, %4d steps: %s%n",
          episode.index(),
          episode.policyId(),
          episode.steps(),
          episode.differing() == 0
              ? "identical commands"
              : "%d commands differ, the first at step %d"
                  .formatted(episode.differing(), episode.firstDifference()));
    }
    double max = result.maxDifference();
    String difference =
        Double.isInfinite(max) ? " (in mode or gains)" : Text.of(" (by up to %.3g rad)", max);
    out.printf(
        Locale.ROOT,
        "%d commands compared, %d differ%s%s%n",
        result.commands(),
        result.differing(),
        result.differing() == 0 ? "" : difference,
        result.missing() == 0
            ? ""
            : "; %d recorded commands of episodes have no counterpart".formatted(result.missing()));
    if (result.outsideEpisodes() > 0) {
      out.printf(
          "Not compared: %d commands between episodes (soft start, resets), which do not come"
              + " from the policy%n",
          result.outsideEpisodes());
    }
    if (result.truncated()) {
      out.printf(
          "Not compared: the rest of the last episode (%d commands without states); the log is"
              + " truncated, for example because the process was killed%n",
          result.unfinished());
    }
  }
}
