package minitaur.controller.run;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The window that somebody may be watching, found without taking it over. */
public final class Terminal {
  /** Clears the line that is being written, so that a progress line leaves no rest. */
  static final String CLEAR_LINE = "\r\u001b[K";

  private static final int USUAL_COLUMNS = 100;
  private static final Pattern SIZE = Pattern.compile("\\d+ (\\d{2,4})");

  private Terminal() {}

  /** Whether the process reads from and writes to a terminal. */
  @SuppressWarnings("SystemConsoleNull") // Both answers are looked at below.
  public static boolean isPresent() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      // From Java 22 on there is a console without a terminal, and this method to tell.
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException java21OrOlder) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /**
   * A line that stays, printed over a progress line that may be there.
   *
   * @param terminal whether it goes to a terminal
   */
  public static String lineAbove(String line, boolean terminal) {
    return (terminal ? CLEAR_LINE : "") + line + System.lineSeparator();
  }

  /** Width of the terminal in characters; a guess where it cannot be found. */
  public static int columns() {
    try {
      // Asked of stty, because a library that asks the terminal itself would also take its signals.
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      stty.waitFor(1, TimeUnit.SECONDS);
      Matcher matcher = SIZE.matcher(size.strip());
      return matcher.matches() ? Integer.parseInt(matcher.group(1)) : USUAL_COLUMNS;
    } catch (IOException e) {
      return USUAL_COLUMNS;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return USUAL_COLUMNS;
    }
  }
}
