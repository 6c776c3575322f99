package minitaur.controller.command;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import minitaur.controller.config.ConfigException;
import minitaur.controller.run.BuildInfo;
import minitaur.controller.run.RunDirectoryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program {@code minitaur} with all of its commands. */
@Command(
    name = "minitaur",
    description = "Teaches a Minitaur, a four-legged robot, to walk by soft actor-critic.",
    footer = {
      "",
      "To begin:",
      "  minitaur train                 learn to walk in simulation, into a directory under runs/",
      "  minitaur train --resume DIR    go on with a run that was ended",
      "  minitaur evaluate --policy DIR/policy.safetensors",
      "                                 measure how well it walks",
      "  minitaur runs                  list the runs and what became of them",
      "  minitaur config                print every setting with its meaning and default",
      "  minitaur COMMAND --help        say more about a command"
    },
    exitCodeListHeading = "%nExit codes:%n")
public final class MinitaurCommand implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(MinitaurCommand.class);
  private static final int WIDTH = 100;

  @SuppressWarnings("NullAway.Init") // Set by picocli.
  @Spec
  private CommandSpec spec;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show where in the program a failure came from.")
  private boolean debug;

  private MinitaurCommand() {}

  /**
   * The command line, ready to be executed.
   *
   * @param clock names the directories of runs
   */
  public static CommandLine create(Jobs jobs, BuildInfo build, Clock clock) {
    MinitaurCommand top = new MinitaurCommand();
    CommandLine line = new CommandLine(top);
    line.addSubcommand(new TrainCommand(jobs.train(), clock));
    line.addSubcommand(new EvaluateCommand(jobs.evaluate()));
    line.addSubcommand(new ConfigCommand());
    line.addSubcommand(new BenchCommand(jobs.bench()));
    line.addSubcommand(new RenderCommand(jobs.render()));
    line.addSubcommand(new PlotCommand(jobs.plot()));
    line.addSubcommand(new RunsCommand(jobs.runs()));
    line.addSubcommand(new EmulateCommand(jobs.emulate()));
    line.addSubcommand(new DoctorCommand(jobs.doctor()));
    line.addSubcommand(new ReplayCommand(jobs.replay()));
    line.addSubcommand(new GuardCommand(jobs.guard()));
    line.addSubcommand(new MocapCommand());
    CommandLine calibrate = new CommandLine(new CalibrateCommand(jobs.calibrate(), clock));
    calibrate.addSubcommand(CameraCommand.create(jobs.camera(), clock));
    line.addSubcommand(calibrate);
    line.addSubcommand(new RewardsCommand(jobs.rewards()));
    line.addSubcommand(new TrainerCommand(jobs.trainer(), clock));
    line.addSubcommand(new CollectCommand(jobs.collect()));
    line.addSubcommand(new RehearseCommand(jobs.rehearse()));

    String version = "minitaur " + build.version() + ", revision " + build.describeRevision();
    for (CommandLine each : withThoseBelow(line).toList()) {
      each.getCommandSpec().mixinStandardHelpOptions(true).version(version);
      each.getCommandSpec().usageMessage().sortOptions(false);
    }
    line.getCommandSpec()
        .usageMessage()
        .exitCodeList(
            Arrays.stream(ExitCode.values())
                .collect(
                    Collectors.toMap(
                        code -> String.valueOf(code.number()),
                        ExitCode::meaning,
                        (a, b) -> a,
                        LinkedHashMap::new)));
    line.setUsageHelpWidth(WIDTH);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler(top::refuse);
    line.setExecutionExceptionHandler(top::fail);
    return line;
  }

  private static Stream<CommandLine> withThoseBelow(CommandLine line) {
    return Stream.concat(
        Stream.of(line),
        line.getSubcommands().values().stream().flatMap(MinitaurCommand::withThoseBelow));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do, such as: minitaur train");
  }

  /** A command line that cannot be understood. */
  private int refuse(ParameterException e, String[] arguments) {
    CommandLine line = e.getCommandLine();
    String command = line.getCommandSpec().qualifiedName();
    List<String> unknown = line.getUnmatchedArguments();
    boolean hidden = !unknown.isEmpty() && !(e instanceof UnmatchedArgumentException);
    complain(line, e.getMessage() + (hidden ? "; unknown: " + unknown.get(0) : ""), e);
    UnmatchedArgumentException.printSuggestions(e, line.getErr());
    line.getErr().println("Try: " + command + " --help");
    return ExitCode.USAGE.number();
  }

  /** A command that failed. */
  private int fail(Exception e, CommandLine line, ParseResult arguments) {
    LOG.debug("{} failed", line.getCommandSpec().qualifiedName(), e);
    complain(line, message(e), e);
    boolean usersMistake = e instanceof ConfigException || e instanceof RunDirectoryException;
    return (usersMistake ? ExitCode.USAGE : ExitCode.FAILED).number();
  }

  private void complain(CommandLine line, String message, Exception e) {
    String text = line.getCommandSpec().qualifiedName() + ": " + message;
    line.getErr().println(line.getColorScheme().errorText(text));
    if (debug) {
      e.printStackTrace(line.getErr());
    }
    line.getErr().flush();
  }

  private String message(Exception e) {
    if (e instanceof NoSuchFileException missing) {
      return missing.getFile() + ": there is no such file";
    }
    if (e instanceof AccessDeniedException denied) {
      return denied.getFile() + ": access denied";
    }
    String message = e.getMessage();
    if (message != null && (e instanceof ConfigException || e instanceof IOException)) {
      return message;
    }
    return "failed within the program: " + e + (debug ? "" : "; --debug shows where");
  }
}
