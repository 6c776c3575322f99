package minitaur.controller.command.options;

import minitaur.controller.config.ConfigException;
import minitaur.controller.console.PageChoice;
import minitaur.controller.settings.ConsoleSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the operator's page: its address, and whether to serve and open it. */
@OptionHeading("Operator")
public final class PageOptions {
  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description =
          "Address at which the operator's page is served; 0.0.0.0 for the whole network, where"
              + " even viewing requires the token. Default: ${bundle:console.bind}.")
  private @Nullable String bind;

  @Option(names = "--no-console", description = "Do not serve the page.")
  private boolean noConsole;

  @Option(names = "--open", description = "Open the page in a browser on this computer.")
  private boolean open;

  /**
   * The configured page, changed by the options.
   *
   * @throws ConfigException if an option needs the page and another one or the configuration
   *     disables it
   */
  public PageChoice choice(ConsoleSettings configured) {
    if ((open || bind != null) && (noConsole || !configured.enabled())) {
      throw ConfigException.of(
          open ? "--open" : "--bind " + bind,
          (noConsole ? "--no-console" : "console.enabled=false") + " disables the page",
          "give only one of them");
    }
    return PageChoice.of(configured, bind, noConsole, open);
  }
}
