package minitaur.controller.command;

import ch.qos.logback.classic.LoggerContext;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import minitaur.controller.command.options.Program;
import minitaur.controller.run.BuildInfo;
import minitaur.controller.run.RunLogging;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Runs command lines in this process and captures their output. */
public final class TestProgram {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Program program;

  public TestProgram() {
    this(InputStream.nullInputStream());
  }

  public TestProgram(InputStream in) {
    this(in, new BuildInfo("1.2.3", "abc123", true));
  }

  private TestProgram(InputStream in, BuildInfo build) {
    program =
        new Program(
            build,
            new RunLogging(new LoggerContext(), new ByteArrayOutputStream(), false),
            in,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Clock.fixed(Instant.parse("2026-03-01T14:25:30Z"), ZoneOffset.UTC));
  }

  /** With the revision that processes of this build write into their files. */
  static TestProgram ofThisBuild() {
    return new TestProgram(InputStream.nullInputStream(), BuildInfo.read());
  }

  /** The program that commands receive. */
  public Program program() {
    return program;
  }

  /** Executes a command line and returns its exit code. */
  public int run(String... arguments) {
    return commandLine().execute(arguments);
  }

  /** Parses a command line without executing it, and returns the command. */
  public <T> T parse(Class<T> command, String... arguments) {
    ParseResult result = commandLine().parseArgs(arguments);
    while (result.hasSubcommand()) {
      result = result.subcommand();
    }
    return command.cast(result.commandSpec().userObject());
  }

  CommandLine commandLine() {
    return withoutColors(MinitaurCommand.create(program));
  }

  static CommandLine withoutColors(CommandLine line) {
    return line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
  }

  /** Standard output so far. */
  public String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Standard error so far. */
  public String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  /** The last line of standard output. */
  public String lastLine() {
    return out().lines().reduce("", (previous, last) -> last);
  }

  /** Discards the output. */
  public void clear() {
    out.reset();
    err.reset();
  }
}
