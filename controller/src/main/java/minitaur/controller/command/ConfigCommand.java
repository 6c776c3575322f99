package minitaur.controller.command;

import java.util.List;
import minitaur.controller.command.options.ConfigOptions;
import minitaur.controller.command.options.Program;
import minitaur.controller.command.options.ProgramCommand;
import minitaur.controller.config.ConfigWriter;
import minitaur.controller.run.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "config",
    header = "Print all settings with their meaning.",
    description =
        "Prints every setting as YAML with its meaning, unit and source: the defaults, or the"
            + " configuration that --config and --set give. The output can be edited and passed to"
            + " --config.",
    footer = {
      "",
      "Examples:",
      "  minitaur config > walk.yaml",
      "  minitaur config --config walk.yaml --set run.steps=5000"
    })
final class ConfigCommand extends ProgramCommand {
  @Mixin private final ConfigOptions configOptions = new ConfigOptions();

  ConfigCommand(Program program) {
    super(program);
  }

  @Override
  public ExitCode call() {
    out.print(ConfigWriter.write(configOptions.read(List.of())));
    return ExitCode.OK;
  }
}
