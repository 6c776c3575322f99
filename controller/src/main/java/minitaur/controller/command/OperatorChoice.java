package minitaur.controller.command;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the operator is met, beside a web page.
 *
 * @param kind of face
 * @param answers file or named pipe that answers a headless run; null for none
 */
public record OperatorChoice(Kind kind, @Nullable Path answers) {
  /** Whatever is there. */
  public static final OperatorChoice AUTO = new OperatorChoice(Kind.AUTO, null);

  /** Kinds of faces. */
  public enum Kind {
    /** The terminal where there is one; else standard input, where somebody is asked. */
    AUTO,
    /** Keys of the terminal, or lines of standard input. */
    TERMINAL,
    /** A file that answers. */
    HEADLESS,
    /** None. */
    NONE
  }
}
