package minitaur.controller.command;

import java.time.Clock;
import java.time.ZoneId;
import java.util.Locale;
import minitaur.controller.command.options.Program;
import minitaur.controller.command.options.StopSignal;
import minitaur.controller.run.BuildInfo;
import minitaur.controller.run.ExitCode;
import minitaur.controller.run.RunLogging;

/** Entry point of the program. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    // Numbers in files and messages look the same on every computer, also those that libraries
    // write.
    Locale.setDefault(Locale.ROOT);
    // Otherwise JavaCPP logs to standard error.
    System.setProperty("org.bytedeco.javacpp.logger", "slf4j");
    RunLogging logging = RunLogging.ofProcess(System.err);
    Program program =
        new Program(
            BuildInfo.read(),
            logging,
            System.in,
            System.out,
            System.err,
            Clock.system(ZoneId.systemDefault()));
    int exitCode = ExitCode.FAILED.number();
    try {
      exitCode = MinitaurCommand.create(program).execute(arguments);
    } finally {
      logging.close();
      StopSignal.release(exitCode);
    }
    System.exit(exitCode);
  }
}
