package minitaur.controller;

import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.Charset;
import java.time.Clock;
import java.time.ZoneId;
import minitaur.controller.command.BenchJob;
import minitaur.controller.command.CalibrateJob;
import minitaur.controller.command.CameraJob;
import minitaur.controller.command.CollectJob;
import minitaur.controller.command.DoctorJob;
import minitaur.controller.command.EmulateJob;
import minitaur.controller.command.EvaluateJob;
import minitaur.controller.command.GuardJob;
import minitaur.controller.command.Jobs;
import minitaur.controller.command.MinitaurCommand;
import minitaur.controller.command.PlotJob;
import minitaur.controller.command.RehearseJob;
import minitaur.controller.command.RenderJob;
import minitaur.controller.command.ReplayJob;
import minitaur.controller.command.RewardsJob;
import minitaur.controller.command.RunsJob;
import minitaur.controller.command.StandardStreams;
import minitaur.controller.command.TrainJob;
import minitaur.controller.command.TrainerJob;
import minitaur.controller.run.BuildInfo;
import minitaur.controller.run.RunLogging;
import picocli.CommandLine;

/** Composition root: builds what the commands need and hands it over. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    RunLogging logging = RunLogging.ofProcess(StandardStreams.err());
    BuildInfo build = BuildInfo.read();
    PrintStream out = StandardStreams.out();
    PrintWriter writer = new PrintWriter(out, true, Charset.defaultCharset());
    Reader typed = new InputStreamReader(StandardStreams.in(), Charset.defaultCharset());
    Jobs jobs =
        new Jobs(
            new TrainJob(build, logging, out, StandardStreams.in()),
            new EvaluateJob(typed, out),
            new BenchJob(out),
            new RenderJob(out),
            new PlotJob(out),
            new RunsJob(out, ZoneId.systemDefault()),
            new EmulateJob(StandardStreams.in(), writer),
            new DoctorJob(typed, writer),
            new ReplayJob(out),
            new CalibrateJob(typed, writer),
            new CameraJob(
                typed,
                writer,
                new PrintWriter(StandardStreams.err(), true, Charset.defaultCharset())),
            new GuardJob(StandardStreams.in()),
            new RewardsJob(out),
            new TrainerJob(build, logging, out),
            new CollectJob(build, logging, out, StandardStreams.in()),
            new RehearseJob(out));
    CommandLine line = MinitaurCommand.create(jobs, build, Clock.system(ZoneId.systemDefault()));
    int exitCode = line.execute(arguments);
    logging.close();
    System.exit(exitCode);
  }
}
