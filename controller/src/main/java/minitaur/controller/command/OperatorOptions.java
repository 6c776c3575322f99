package minitaur.controller.command;

import java.nio.file.Path;
import minitaur.controller.config.ConsoleConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How the operator is met, the same for every command that runs training episodes. */
final class OperatorOptions {
  /** The options' names, for who tells what goes together. */
  static final String NAMES = "--operator, --answers, --bind, --no-console, --open";

  @SuppressWarnings("NullAway.Init") // Set by picocli.
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--operator",
      paramLabel = "auto|terminal|headless|none",
      defaultValue = "auto",
      description =
          "How the operator is met. auto: keys of the terminal, when there is one. headless: lines"
              + " of the file that --answers names.")
  @SuppressWarnings("NullAway.Init") // Has a default, so picocli sets it.
  private OperatorChoice.Kind operator;

  @Option(
      names = "--answers",
      paramLabel = "FILE",
      description =
          "File or named pipe to which a script writes reset, stop, release, pause or continue, a"
              + " line each; with --operator headless.")
  private @Nullable Path answers;

  @Mixin private final PageOptions page = new PageOptions();

  /** The faces beside the page. */
  OperatorChoice choice() {
    if ((operator == OperatorChoice.Kind.HEADLESS) != (answers != null)) {
      throw new ParameterException(
          spec.commandLine(), "--operator headless and --answers FILE go together");
    }
    return new OperatorChoice(operator, answers);
  }

  /** The page. */
  PageChoice page(ConsoleConfig configured) {
    return page.choice(configured);
  }
}
