package minitaur.controller.command;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import minitaur.controller.command.options.ConfigOptions;
import minitaur.controller.command.options.Program;
import minitaur.controller.command.options.ProgramCommand;
import minitaur.controller.command.options.RunOptions;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.external.Environment;
import minitaur.controller.external.EnvironmentServer;
import minitaur.controller.robot.SimulatedEnvironment;
import minitaur.controller.run.ExitCode;
import minitaur.controller.settings.ControllerConfig;
import org.jline.utils.Signals;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "env-server",
    header = "Serve the simulated robot as an environment to another program.",
    description = {
      "Implements the protocol of docs/gymnasium.md on standard input and output until end of"
          + " input. The Python package in experiments/gymnasium starts this command for the"
          + " Gymnasium environment Minitaur-v0."
    },
    footer = {"", "Examples:", "  minitaur env-server --profile realistic --terrain slope:8"})
final class EnvServerCommand extends ProgramCommand {
  private static final String INTERRUPT = "INT";

  @Mixin private final ConfigOptions configOptions = new ConfigOptions();
  @Mixin private final RunOptions runOptions = new RunOptions();

  @Option(
      names = "--empty",
      description =
          "Measure the protocol: return zero observations without simulating, and never end an"
              + " episode.")
  private boolean empty;

  EnvServerCommand(Program program) {
    super(program);
  }

  @Override
  public ExitCode call() throws IOException {
    List<ConfigOverride> overrides = new ArrayList<>(runOptions.overrides());
    ControllerConfig config = configOptions.read(overrides);
    Supplier<Environment> environments =
        empty
            ? EnvironmentServer::createNoOp
            : () -> new SimulatedEnvironment(config.hardware(), config.episode());
    // Ctrl-C signals the whole process group; the client then still finishes its episode.
    Object previous = Signals.register(INTERRUPT, () -> {});
    try {
      new EnvironmentServer(
              SimulatedEnvironment.spec(config.episode()),
              environments,
              new BufferedInputStream(program.in()),
              out)
          .run();
    } finally {
      Signals.unregister(INTERRUPT, previous);
    }
    return ExitCode.OK;
  }
}
