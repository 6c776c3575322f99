package minitaur.controller.command;

import minitaur.controller.config.ConsoleConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the operator's page is served. */
final class PageOptions {
  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description =
          "Serve the operator's page under this address of the computer; 0.0.0.0 for the whole"
              + " network, then even looking needs the token. Default: this computer only.")
  private @Nullable String bind;

  @Option(names = "--no-console", description = "Serve no page.")
  private boolean noConsole;

  @Option(names = "--open", description = "Open the page in this computer's browser.")
  private boolean open;

  /** What is configured, changed by the options. */
  PageChoice choice(ConsoleConfig configured) {
    return PageChoice.of(configured, bind, noConsole, open);
  }
}
