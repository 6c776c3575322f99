package minitaur.controller.console.terminal;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Job control of the shell: on Linux, reads the foreground state from {@code /proc/self/stat}. */
final class JobControl {
  private static final Path STAT = Path.of("/proc/self/stat");

  /**
   * Indices of fields after the command name: state, parent, process group, session, terminal,
   * foreground process group of the terminal.
   */
  private static final int GROUP = 2;

  private static final int TERMINAL_GROUP = 5;

  private static final int SIGTTIN = 21;
  private static final int SIGTTOU = 22;
  private static final Pointer IGNORE = Pointer.createConstant(1);

  private JobControl() {}

  /**
   * Ignores SIGTTIN and SIGTTOU, so that terminal access from the background fails with an error
   * instead of suspending the process.
   */
  static void ignoreBackgroundSignals() {
    if (!Platform.isLinux()) {
      return;
    }
    try {
      Function signal = Function.getFunction("c", "signal");
      signal.invokePointer(new Object[] {SIGTTIN, IGNORE});
      signal.invokePointer(new Object[] {SIGTTOU, IGNORE});
    } catch (LinkageError e) {
      // The process is then suspended like any other.
    }
  }

  /** Whether the process may use its terminal; true if unknown. */
  static boolean isForeground() {
    try {
      return isForeground(Files.readString(STAT));
    } catch (IOException | RuntimeException e) {
      return true;
    }
  }

  /** Whether a process with this {@code stat} line is in the foreground or has no terminal. */
  static boolean isForeground(String stat) {
    // The command name may contain spaces and parentheses.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return fields[GROUP].equals(fields[TERMINAL_GROUP]) || fields[TERMINAL_GROUP].equals("-1");
  }
}
