package minitaur.controller.command.options;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import minitaur.controller.run.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Base of commands: the context of the program, and errors of the command line. */
public abstract class ProgramCommand implements Callable<ExitCode> {
  protected final Program program;

  /** Results and progress. */
  protected final PrintStream out;

  /** Specification of the command. */
  @Spec protected CommandSpec spec;

  protected ProgramCommand(Program program) {
    this.program = program;
    out = program.out();
  }

  /** Rejects an option value that is not allowed; see {@link OptionCheck#require}. */
  protected final void require(
      boolean valid, String option, @Nullable Object value, String allowed) {
    OptionCheck.require(spec, valid, option, value, allowed);
  }

  /** Rejects options that would have no effect; see {@link OptionCheck#requireUsed}. */
  protected final void requireUsed(boolean used, String need, String... options) {
    OptionCheck.requireUsed(spec, used, need, options);
  }

  /** Rejects an output file that cannot be created or replaced, before any work is done for it. */
  protected final void requireWritable(String option, @Nullable Path file) {
    if (file != null) {
      OptionCheck.requireWritable(spec, option, file);
    }
  }

  /** An error of the command line, which {@code MinitaurCommand} reports with a hint to --help. */
  protected final ParameterException usageError(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** An error of the command line with its cause. */
  protected final ParameterException usageError(String message, Exception cause) {
    return new ParameterException(spec.commandLine(), message, cause);
  }
}
