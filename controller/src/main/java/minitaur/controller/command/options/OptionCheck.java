package minitaur.controller.command.options;

import java.io.IOException;
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
   * Rejects options that would have no effect.
   *
   * @param spec specification of the command
   * @param used whether the options have an effect
   * @param need what they need, for the message
   * @throws ParameterException if one of them was given without effect
   */
  public static void requireUsed(CommandSpec spec, boolean used, String need, String... options) {
    for (String option : options) {
      if (!used && spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw new ParameterException(spec.commandLine(), option + " needs " + need);
      }
    }
  }

  /**
   * Rejects a file that cannot be created or replaced, or that another option names.
   *
   * @param spec specification of the command
   * @throws ParameterException with the reason
   */
  public static void requireWritable(CommandSpec spec, String option, Path file) {
    Path directory = file.toAbsolutePath().getParent();
    String problem = "";
    if (directory == null || Files.isDirectory(file)) {
      problem = "is a directory; give the name of a file";
    } else if (Files.exists(file) && !Files.isRegularFile(file)) {
      problem = "is not a regular file; give the name of a file";
    } else if (isNamedByOther(spec, option, file)) {
      problem = "is also named by another option; give another name";
    } else if (!Files.isDirectory(directory)) {
      problem = "cannot be written: there is no directory " + directory;
    } else {
      try {
        Files.delete(Files.createTempFile(directory, null, null));
      } catch (IOException e) {
        problem = "cannot be written: no file can be created in " + directory;
      }
    }
    if (!problem.isEmpty()) {
      throw new ParameterException(spec.commandLine(), option + " " + file + " " + problem);
    }
  }

  private static boolean isNamedByOther(CommandSpec spec, String output, Path file) {
    return spec.commandLine().getParseResult().matchedOptions().stream()
        .filter(option -> !option.longestName().equals(output))
        .anyMatch(
            option ->
                option.getValue() instanceof Path other
                    && other
                        .toAbsolutePath()
                        .normalize()
                        .equals(file.toAbsolutePath().normalize()));
  }
}
