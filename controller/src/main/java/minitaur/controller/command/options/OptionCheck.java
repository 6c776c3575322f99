package minitaur.controller.command.options;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Validates option values. */
public final class OptionCheck {
  private OptionCheck() {}

  /**
   * Rejects a value that is not allowed.
   *
   * @param spec specification of the command
   * @param valid whether the value is allowed
   * @param allowed description of the allowed values, for the message
   * @throws ParameterException if the value is not allowed
   */
  public static void require(
      CommandSpec spec, boolean valid, String option, @Nullable Object value, String allowed) {
    if (!valid) {
      throw new ParameterException(
          spec.commandLine(), option + " is " + value + "; allowed: " + allowed);
    }
  }

  /**
   * Rejects a file that cannot be created or replaced.
   *
   * @param spec specification of the command
   * @throws ParameterException with the reason
   */
  public static void requireWritable(CommandSpec spec, String option, Path file) {
    Path directory = file.toAbsolutePath().getParent();
    String problem = "";
    if (directory == null || Files.isDirectory(file)) {
      problem = "is a directory; give the name of a file";
    } else if (!Files.isDirectory(directory)) {
      problem = "cannot be written: there is no directory " + directory;
    } else if (!Files.isWritable(directory)) {
      problem = "cannot be written: the directory " + directory + " is read-only";
    }
    if (!problem.isEmpty()) {
      throw new ParameterException(spec.commandLine(), option + " " + file + " " + problem);
    }
  }
}
