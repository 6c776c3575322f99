package minitaur.controller.run;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import minitaur.controller.run.storage.ChildProcesses;

/** Builds command lines that run this program in another process. */
public final class JavaCommand {
  private JavaCommand() {}

  /**
   * Returns a command line with the JVM and the class path of this process, to which arguments can
   * be appended.
   *
   * @param main main class
   * @param options JVM options
   */
  public static List<String> of(Class<?> main, List<String> options) {
    ChildProcesses.awaitPermission();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    List<String> parts = new ArrayList<>();
    for (String part : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      parts.add(Path.of(part).toAbsolutePath().toString());
    }
    command.add(String.join(File.pathSeparator, parts));
    command.add(main.getName());
    return command;
  }
}
