package minitaur.controller.command.options;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Validates option values. */
public final class OptionCheck {
  private OptionCheck() {}

  /**
   * Rejects a value.
   *
   * @param spec of the command
   * @param valid whether the value is allowed
   * @param allowed what is, for the message
   * @throws ParameterException when it is not
   */
  public static void require(
      CommandSpec spec, boolean valid, String option, @Nullable Object value, String allowed) {
    if (!valid) {
      throw new ParameterException(
          spec.commandLine(), option + " is " + value + "; allowed: " + allowed);
    }
  }
}
