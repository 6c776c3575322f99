package minitaur.controller.console;

import minitaur.controller.settings.ConsoleSettings;
import org.jspecify.annotations.Nullable;

/**
 * Whether and how a training run or a procedure serves a page. Command-line options apply to one
 * start only and are not part of the run's configuration.
 *
 * @param console where the page is served
 * @param open whether to open it in a browser on this computer
 */
public record PageChoice(ConsoleSettings console, boolean open) {

  /**
   * The configured page, with the overrides of the command line.
   *
   * @param bind address to listen at; null for the configured one
   * @param none whether to serve no page
   */
  public static PageChoice of(
      ConsoleSettings configured, @Nullable String bind, boolean none, boolean open) {
    ConsoleSettings console =
        new ConsoleSettings(
            configured.enabled() && !none,
            bind == null ? configured.bind() : bind,
            configured.port(),
            configured.token());
    return new PageChoice(console, open);
  }
}
