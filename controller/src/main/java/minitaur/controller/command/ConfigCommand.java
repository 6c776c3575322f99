package minitaur.controller.command;

import java.util.List;
import java.util.concurrent.Callable;
import minitaur.controller.config.ConfigWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "config",
    header = "Print the configuration, each setting explained.",
    description =
        "Prints every setting as YAML with its meaning, unit and source: the defaults, or what"
            + " --config and --set make of them. The output can be edited and given to --config.",
    footer = {
      "",
      "Examples:",
      "  minitaur config > walk.yaml",
      "  minitaur config --config walk.yaml --set sac.batch=128"
    })
final class ConfigCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // Set by picocli.
  @Spec
  private CommandSpec spec;

  @Mixin private final ConfigOptions configOptions = new ConfigOptions();

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(ConfigWriter.write(configOptions.read(List.of())));
    spec.commandLine().getOut().flush();
    return ExitCode.OK.number();
  }
}
