package minitaur.controller;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.ZoneId;
import minitaur.controller.cli.HardwareCommands;
import minitaur.controller.cli.Job;
import minitaur.controller.cli.Jobs;
import minitaur.controller.cli.MinitaurCommand;
import minitaur.controller.hardware.DoctorJob;
import minitaur.controller.hardware.EmulateJob;
import minitaur.controller.run.RunLogging;
import picocli.CommandLine;

/** Composition root: builds what the commands need and hands it over. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    RunLogging logging = RunLogging.ofProcess(System.err);
    Jobs jobs =
        new Jobs(
            unavailable("train"),
            unavailable("evaluate"),
            unavailable("bench"),
            unavailable("render"));
    CommandLine line =
        MinitaurCommand.create(jobs, BuildInfo.read(), Clock.system(ZoneId.systemDefault()));
    PrintWriter out = line.getOut();
    HardwareCommands.addTo(line, new EmulateJob(out), new DoctorJob(out));
    int exitCode = line.execute(arguments);
    logging.close();
    System.exit(exitCode);
  }

  private static <R> Job<R> unavailable(String command) {
    return request -> {
      throw new UnsupportedOperationException(command + " is not part of this build");
    };
  }
}
