package minitaur.controller.command;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import minitaur.controller.command.calibrate.CalibrateCommand;
import minitaur.controller.command.emulate.EmulateCommand;
import minitaur.controller.command.options.EnumNames;
import minitaur.controller.command.options.Program;
import minitaur.controller.config.ConfigException;
import minitaur.controller.external.EnvironmentException;
import minitaur.controller.run.BuildInfo;
import minitaur.controller.run.ExitCode;
import minitaur.controller.run.RunDirectoryException;
import minitaur.controller.train.DivergenceException;
import minitaur.hal.file.FileErrors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line {@code minitaur} with its commands. */
@Command(
    name = "minitaur",
    description = "Trains a Minitaur, a four-legged robot, to walk by reinforcement learning.",
    footer = {
      "",
      "Get started:",
      "  minitaur train                 train in simulation, under runs/",
      "  minitaur train --resume DIR    resume a stopped run",
      "  minitaur evaluate --policy DIR/policy.safetensors",
      "                                 measure how well it walks",
      "  minitaur runs                  list runs and their state",
      "  minitaur config                print all settings and defaults",
      "  minitaur help COMMAND          print the options of a command"
    },
    exitCodeListHeading = "%nExit codes:%n")
public final class MinitaurCommand implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(MinitaurCommand.class);

  @Spec private CommandSpec spec;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of a failure.")
  private boolean debug;

  private MinitaurCommand() {}

  /** The command line, ready to execute. */
  public static CommandLine create(Program program) {
    return create(
        program,
        new TrainCommand(program),
        new DemoCommand(program),
        new EvaluateCommand(program),
        new GeneralizeCommand(program),
        new ConfigCommand(program),
        new BenchCommand(program),
        new RenderCommand(program),
        new ExportCommand(program),
        new InferCommand(program),
        new ExportModelCommand(program),
        new PlotCommand(program),
        new RunsCommand(program),
        new EmulateCommand(program),
        new DoctorCommand(program),
        new ReplayCommand(program),
        new MocapCommand(program),
        CalibrateCommand.create(program),
        new RewardsCommand(program),
        TrainerCommand.create(program),
        new CollectCommand(program),
        new RehearseCommand(program),
        SweepCommand.create(program),
        new CompareCommand(program),
        new EnvServerCommand(program),
        new CommandLine.HelpCommand());
  }

  /** A command line of the given commands, each an annotated object or a command line. */
  static CommandLine create(Program program, Object... commands) {
    MinitaurCommand root = new MinitaurCommand();
    CommandLine line = new CommandLine(root);
    for (Object command : commands) {
      line.addSubcommand(command);
    }
    BuildInfo build = program.build();
    HelpLayout.applyTo(
        line, "minitaur " + build.version() + ", revision " + build.describeRevision());
    line.setColorScheme(HelpLayout.colorScheme());
    line.setOut(program.writer());
    line.setErr(program.errorWriter());
    EnumNames.registerFor(line);
    line.registerConverter(URI.class, MinitaurCommand::parseUrl);
    line.setExpandAtFiles(false); // The launcher does not see the options in such a file.
    line.setExecutionStrategy(executionStrategy(line.getExecutionStrategy()));
    line.setParameterExceptionHandler(root::handleUsageError);
    line.setExecutionExceptionHandler(root::handleFailure);
    return line;
  }

  private static URI parseUrl(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new TypeConversionException(
          "'" + text + "' is not a URL; allowed: such as http://workstation:8090");
    }
  }

  /** Takes the exit code from the command's result. */
  private static IExecutionStrategy executionStrategy(IExecutionStrategy delegate) {
    return parsed -> {
      HelpLayout.fitToTerminal(parsed.commandSpec().commandLine());
      checkPaths(parsed);
      int code = delegate.execute(parsed);
      ParseResult last = parsed;
      while (last.hasSubcommand()) {
        last = last.subcommand();
      }
      Object result = last.commandSpec().commandLine().getExecutionResult();
      return result instanceof ExitCode exitCode ? exitCode.number() : code;
    };
  }

  /**
   * Rejects empty paths, such as those of unset shell variables, and directories as files, because
   * the system's messages do not contain the path.
   */
  private static void checkPaths(ParseResult parsed) {
    for (ArgSpec argument : parsed.matchedArgs()) {
      String label = argument.paramLabel();
      String name = argument instanceof OptionSpec option ? option.longestName() : label;
      String problem = "";
      if (argument.stringValues().contains("") && argument.auxiliaryTypes()[0] == Path.class) {
        problem = " is empty; give a path";
      } else if (label.equals("FILE")
          && argument.getValue() instanceof Path file
          && Files.isDirectory(file)) {
        problem = " " + file + " is a directory; give the name of a file";
      }
      if (!problem.isEmpty()) {
        throw new ParameterException(parsed.commandSpec().commandLine(), name + problem);
      }
    }
    if (parsed.hasSubcommand()) {
      checkPaths(parsed.subcommand());
    }
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "missing command, such as: minitaur train");
  }

  /** Reports an invalid command line. */
  private int handleUsageError(ParameterException e, String[] arguments) {
    CommandLine line = e.getCommandLine();
    List<String> unknown = line.getUnmatchedArguments();
    boolean hasUnreportedArgument =
        !unknown.isEmpty() && !(e instanceof UnmatchedArgumentException);
    report(line, e.getMessage() + (hasUnreportedArgument ? "; unknown: " + unknown.get(0) : ""), e);
    UnmatchedArgumentException.printSuggestions(e, line.getErr());
    line.getErr().println("Try: " + line.getCommandSpec().qualifiedName() + " --help");
    return ExitCode.USAGE.number();
  }

  /** Reports a failed command. */
  private int handleFailure(Exception e, CommandLine line, ParseResult arguments) {
    LOG.debug("{} failed", line.getCommandSpec().qualifiedName(), e);
    report(line, message(e), e);
    boolean usageError = e instanceof ConfigException || e instanceof RunDirectoryException;
    return (usageError ? ExitCode.USAGE : ExitCode.FAILED).number();
  }

  private void report(CommandLine line, String message, Exception e) {
    String text = line.getCommandSpec().qualifiedName() + ": " + message;
    line.getErr().println(line.getColorScheme().errorText(text));
    if (debug) {
      e.printStackTrace(line.getErr());
    }
    line.getErr().flush();
  }

  private String message(Exception e) {
    boolean hasUserMessage =
        e instanceof ConfigException
            || e instanceof EnvironmentException
            || e instanceof DivergenceException
            || e instanceof IOException;
    if (e.getMessage() != null && hasUserMessage) {
      return FileErrors.message(e);
    }
    return "internal error: " + e + (debug ? "" : "; --debug prints the stack trace");
  }
}
