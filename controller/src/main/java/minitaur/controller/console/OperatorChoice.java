package minitaur.controller.console;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The operator interface of a run besides the page.
 *
 * @param kind kind of interface
 * @param answers file or named pipe with the answers of a headless run; null for none
 */
public record OperatorChoice(Kind kind, @Nullable Path answers) {
  /** The default. */
  public static final OperatorChoice AUTO = new OperatorChoice(Kind.AUTO, null);

  /** Kinds of interfaces. */
  public enum Kind {
    /** Keys of the terminal, else lines of standard input if the run makes requests, else none. */
    AUTO,
    /** Keys of the terminal, or lines of standard input. */
    TERMINAL,
    /** A file with answers. */
    HEADLESS,
    /** None. */
    NONE
  }
}
