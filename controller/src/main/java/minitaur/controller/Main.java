package minitaur.controller;

import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.Charset;
import java.time.Clock;
import java.time.ZoneId;
import minitaur.controller.cli.Jobs;
import minitaur.controller.cli.MinitaurCommand;
import minitaur.controller.cli.StandardStreams;
import minitaur.controller.hardware.CalibrateJob;
import minitaur.controller.hardware.CameraJob;
import minitaur.controller.hardware.DoctorJob;
import minitaur.controller.hardware.EmulateJob;
import minitaur.controller.hardware.GuardJob;
import minitaur.controller.job.BenchJob;
import minitaur.controller.job.CollectJob;
import minitaur.controller.job.EvaluateJob;
import minitaur.controller.job.PlotJob;
import minitaur.controller.job.RehearseJob;
import minitaur.controller.job.RenderJob;
import minitaur.controller.job.ReplayJob;
import minitaur.controller.job.RewardsJob;
import minitaur.controller.job.RunsJob;
import minitaur.controller.job.TrainJob;
import minitaur.controller.job.TrainerJob;
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
            new EvaluateJob(out),
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
