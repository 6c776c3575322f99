package minitaur.controller.run;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The terminal of the process, queried without changing its mode. */
public final class Terminal {
  /** Clears the current line. */
  static final String CLEAR_LINE = "\r\u001b[K";

  private static final int STANDARD_INPUT = 0;
  private static final int DEFAULT_COLUMNS = 80;
  private static final Pattern SIZE = Pattern.compile("\\d+ (\\d{2,4})");

  private Terminal() {}

  /** Whether the process reads from and writes to a terminal. */
  @SuppressWarnings("SystemConsoleNull") // Both cases are handled below.
  public static boolean isPresent() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      // Since Java 22 there can be a console without a terminal, which this method detects.
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException java21OrOlder) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /** Whether the process reads from a terminal, also if its output is redirected. */
  public static boolean isInput() {
    if (Platform.isWindows()) {
      return isPresent();
    }
    try {
      return Function.getFunction("c", "isatty").invokeInt(new Object[] {STANDARD_INPUT}) == 1;
    } catch (LinkageError e) {
      return isPresent();
    }
  }

  /** Whether a line of the terminal can be updated in place; not supported by dumb terminals. */
  public static boolean supportsUpdates() {
    return isPresent() && !"dumb".equals(System.getenv("TERM"));
  }

  /**
   * Formats a line that overwrites the progress line.
   *
   * @param terminal whether the output is a terminal
   */
  public static String overwriteLine(String line, boolean terminal) {
    return (terminal ? CLEAR_LINE : "") + line + System.lineSeparator();
  }

  /** Width of the terminal in characters; 80 when it is unknown. */
  public static int columns() {
    try {
      // Queried through stty: libraries that query the terminal also take over its signals.
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      stty.waitFor(1, TimeUnit.SECONDS);
      Matcher matcher = SIZE.matcher(size.strip());
      return matcher.matches() ? Integer.parseInt(matcher.group(1)) : DEFAULT_COLUMNS;
    } catch (IOException e) {
      return DEFAULT_COLUMNS;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return DEFAULT_COLUMNS;
    }
  }
}
