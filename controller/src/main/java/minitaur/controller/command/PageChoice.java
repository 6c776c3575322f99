package minitaur.controller.command;

import minitaur.controller.config.ConsoleConfig;
import org.jspecify.annotations.Nullable;

/**
 * Whether and how a training or a procedure has a page. What the command line says of it belongs to
 * this start and not to the run, so it is not part of the run's configuration.
 *
 * @param console where the page is served
 * @param open whether to open it in this computer's browser
 */
public record PageChoice(ConsoleConfig console, boolean open) {
  /** No page. */
  public static final PageChoice NONE =
      new PageChoice(new ConsoleConfig(false, "127.0.0.1", 0, ""), false);

  /**
   * What was configured, changed by options.
   *
   * @param bind another address; null for the configured one
   * @param none whether there shall be no page
   */
  static PageChoice of(
      ConsoleConfig configured, @Nullable String bind, boolean none, boolean open) {
    ConsoleConfig console =
        new ConsoleConfig(
            configured.enabled() && !none,
            bind == null ? configured.bind() : bind,
            configured.port(),
            configured.token());
    return new PageChoice(console, open);
  }
}
