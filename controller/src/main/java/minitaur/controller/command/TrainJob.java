package minitaur.controller.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import minitaur.controller.run.BuildInfo;
import minitaur.controller.run.ProgressLine;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.run.RunLogging;
import minitaur.controller.run.Terminal;
import minitaur.controller.train.DivergenceException;
import minitaur.controller.train.Training;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains a policy. */
public final class TrainJob implements Job<TrainRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(TrainJob.class);
  private static final long PLAIN_LINE_STEPS = 5000;

  private final BuildInfo build;
  private final RunLogging logging;
  private final PrintStream out;
  private final InputStream in;

  /**
   * @param logging sent to the run's directory too
   * @param out where people read how it gets on
   */
  public TrainJob(BuildInfo build, RunLogging logging, PrintStream out) {
    this(build, logging, out, InputStream.nullInputStream());
  }

  /**
   * @param logging sent to the run's directory too
   * @param out where people read how it gets on
   * @param in what the operator types where there is no terminal
   */
  public TrainJob(BuildInfo build, RunLogging logging, PrintStream out, InputStream in) {
    this.build = build;
    this.logging = logging;
    this.out = out;
    this.in = in;
  }

  @Override
  public ExitCode run(TrainRequest request) throws IOException {
    try (RunDirectory directory = open(request)) {
      logging.writeTo(directory.log());
      LOG.info("Minitaur {}, revision {}.", build.version(), build.describeRevision());
      out.println((request.resume() ? "Going on with " : "Training in ") + directory.path());
      return train(request, directory);
    }
  }

  private RunDirectory open(TrainRequest request) throws IOException {
    return request.resume()
        ? RunDirectory.open(request.directory(), request.config(), build)
        : RunDirectory.create(request.directory(), request.config(), build);
  }

  private ExitCode train(TrainRequest request, RunDirectory directory) throws IOException {
    // Until the signal is closed a process that was asked to stop lives on, to say what became of
    // it.
    try (StopSignal stop = new StopSignal(this::announceStop)) {
      if (!train(request, directory, stop)) {
        out.println("Stopped. Go on with: minitaur train --resume " + directory.path());
        return ExitCode.STOPPED;
      }
      out.println("Done. Learning curve: " + directory.curve() + "  Policy: " + directory.policy());
      return ExitCode.OK;
    } catch (DivergenceException e) {
      LOG.error("{}", e.getMessage());
      return ExitCode.FAILED;
    }
  }

  private boolean train(TrainRequest request, RunDirectory directory, StopSignal stop)
      throws IOException {
    try (TrainingProgress progress = new TrainingProgress(steps -> progressLine(request, steps));
        Attendance attendance =
            new Attendance(
                request.config(),
                request.operator(),
                request.page(),
                directory.path(),
                Training.isPaced(request.config()),
                in,
                out)) {
      attendance.start();
      return Training.run(
          request.config(),
          directory,
          build.describeRevision(),
          request.resume(),
          attendance.with(progress),
          stop::isRequested,
          attendance.desk(),
          attendance::watching);
    }
  }

  private void announceStop() {
    out.println();
    out.println("Stopping at the end of this episode ...");
  }

  private @Nullable ProgressLine progressLine(TrainRequest request, long start) {
    if (!request.progress()) {
      return null;
    }
    long steps = request.config().run().steps();
    return Terminal.isPresent()
        ? ProgressLine.onTerminal(out, start, steps, System::nanoTime)
        : ProgressLine.plain(out, start, steps, PLAIN_LINE_STEPS, System::nanoTime);
  }
}
