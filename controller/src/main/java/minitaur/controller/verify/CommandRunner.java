package minitaur.controller.verify;

import java.io.InputStream;
import java.io.PrintStream;

/** Runs a command line of this program in this process. */
@FunctionalInterface
public interface CommandRunner {
  /**
   * Runs a command.
   *
   * @param in standard input of the command
   * @param out standard output and error of the command
   * @return the exit code
   */
  int run(InputStream in, PrintStream out, String... arguments);
}
