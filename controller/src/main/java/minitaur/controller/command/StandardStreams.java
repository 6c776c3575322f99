package minitaur.controller.command;

import java.io.InputStream;
import java.io.PrintStream;

/**
 * The streams of the process. Only the command line takes them; everyone else is handed one, so
 * that two runs in one process and every test can have their own.
 */
public final class StandardStreams {
  private StandardStreams() {}

  /** What somebody types, or a script. */
  public static InputStream in() {
    return System.in;
  }

  /** For results, which may be piped on. */
  public static PrintStream out() {
    return System.out;
  }

  /** For progress, warnings and errors. */
  public static PrintStream err() {
    return System.err;
  }
}
