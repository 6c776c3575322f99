package minitaur.controller.command.options;

import java.nio.file.Path;
import java.util.List;
import minitaur.controller.console.OperatorChoice;
import minitaur.controller.console.PageChoice;
import minitaur.controller.settings.ConsoleSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Operator interfaces of commands that run training episodes. */
@OptionHeading("Operator")
public final class OperatorOptions {
  /** Names of the options, for messages. */
  public static final List<String> NAMES =
      List.of("--operator", "--answers", "--bind", "--no-console", "--open");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--operator",
      paramLabel = "INTERFACE",
      defaultValue = "auto",
      description =
          "Operator interface besides the page: auto (keys of the terminal, if there is one),"
              + " terminal, headless (lines of the file given by --answers) or none.")
  private OperatorChoice.Kind operator;

  @Option(
      names = "--answers",
      paramLabel = "FILE",
      description =
          "With --operator headless: file or named pipe to which a script writes reset, stop,"
              + " release, pause or continue, one per line. Default: none.")
  private @Nullable Path answers;

  @Mixin private final PageOptions page = new PageOptions();

  /** The interface besides the page. */
  public OperatorChoice choice() {
    if ((operator == OperatorChoice.Kind.HEADLESS) != (answers != null)) {
      throw new ParameterException(
          spec.commandLine(), "use --operator headless and --answers FILE together");
    }
    return new OperatorChoice(operator, answers);
  }

  /** The page. */
  public PageChoice page(ConsoleSettings configured) {
    return page.choice(configured);
  }
}
