package minitaur.controller.command;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.remote.BearerToken;
import minitaur.controller.remote.Intake;
import minitaur.controller.remote.PipelineException;
import minitaur.controller.remote.PolicyShelf;
import minitaur.controller.remote.RunAgreement;
import minitaur.controller.remote.RunIdentity;
import minitaur.controller.remote.ServiceSettings;
import minitaur.controller.remote.TrainerProgress;
import minitaur.controller.remote.TrainerService;
import minitaur.controller.run.BuildInfo;
import minitaur.controller.run.ProgressLine;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.run.RunLogging;
import minitaur.controller.run.Terminal;
import minitaur.controller.run.storage.DiskFiles;
import minitaur.controller.run.storage.FileOperations;
import minitaur.controller.train.DivergenceException;
import minitaur.controller.train.SuppliedTraining;
import minitaur.hal.Clock;
import minitaur.hal.SystemClock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Learns from episodes that collectors send. */
public final class TrainerJob implements Job<TrainerRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(TrainerJob.class);
  private static final long PLAIN_LINE_STEPS = 5000;
  private static final long RECENT_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long LONGEST_FAREWELL_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final BuildInfo build;
  private final RunLogging logging;
  private final PrintStream out;
  private final Clock clock = new SystemClock();
  private final FileOperations files = new DiskFiles();

  /**
   * @param logging sent to the run's directory too
   * @param out where people read how it gets on
   */
  public TrainerJob(BuildInfo build, RunLogging logging, PrintStream out) {
    this.build = build;
    this.logging = logging;
    this.out = out;
  }

  @Override
  public ExitCode run(TrainerRequest request) throws IOException {
    ServiceSettings settings = settings(request);
    settings.check();
    try (RunDirectory directory = open(request)) {
      logging.writeTo(directory.log());
      LOG.info("Minitaur {}, revision {}.", build.version(), build.describeRevision());
      out.println((request.resume() ? "Going on with " : "Training in ") + directory.path());
      return serve(request, settings, directory);
    }
  }

  private static ServiceSettings settings(TrainerRequest request) throws PipelineException {
    ServiceSettings.Keystore tls =
        request.keystore() == null
            ? null
            : new ServiceSettings.Keystore(request.keystore(), request.keystorePassword());
    return new ServiceSettings(request.bind(), request.port(), token(request.token()), tls);
  }

  static @Nullable BearerToken token(@Nullable String secret) throws PipelineException {
    try {
      return secret == null ? null : new BearerToken(secret);
    } catch (IllegalArgumentException e) {
      throw new PipelineException("The token cannot be used: " + e.getMessage() + ".");
    }
  }

  private RunDirectory open(TrainerRequest request) throws IOException {
    return request.resume()
        ? RunDirectory.open(request.directory(), request.config(), build)
        : RunDirectory.create(request.directory(), request.config(), build);
  }

  private ExitCode serve(TrainerRequest request, ServiceSettings settings, RunDirectory directory)
      throws IOException {
    ControllerConfig config = request.config();
    int maximumSteps = config.task().episodeSteps();
    long run = RunIdentity.of(directory.path(), files);
    Intake intake = Intake.open(directory.path(), run, maximumSteps, files);
    PolicyShelf shelf = new PolicyShelf();
    try (StopSignal stop = new StopSignal(() -> out.println("Stopping ..."));
        TrainingProgress shown = new TrainingProgress(steps -> progressLine(request, steps))) {
      TrainerProgress progress = new TrainerProgress(shown);
      try (SuppliedTraining training =
          new SuppliedTraining(
              config, directory, build.describeRevision(), progress, intake, shelf)) {
        training.begin();
        TrainerService.Run served =
            new TrainerService.Run(
                run,
                RunAgreement.of(config, build.version()),
                config.run().mode().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                maximumSteps);
        try (TrainerService service =
            new TrainerService(
                settings, served, intake, shelf, progress, training::status, clock)) {
          service.start();
          out.println("Waiting for collectors at " + service.url());
          out.println("On the robot: minitaur collect --trainer " + service.url());
          boolean finished = training.train(stop::isRequested);
          if (finished) {
            sayFarewell(service, stop);
          }
          return end(finished, directory);
        }
      } catch (DivergenceException e) {
        LOG.error("{}", e.getMessage());
        return ExitCode.FAILED;
      }
    }
  }

  /** Stays until the collectors know that it is over, so that they end too. */
  private void sayFarewell(TrainerService service, StopSignal stop) {
    long end = clock.nanos() + LONGEST_FAREWELL_NANOS;
    while (!service.allKnowTheEnd(RECENT_NANOS) && clock.nanos() < end && !stop.isRequested()) {
      clock.waitUntil(clock.nanos() + POLL_NANOS);
    }
  }

  private ExitCode end(boolean finished, RunDirectory directory) {
    if (finished) {
      out.println("Done. Learning curve: " + directory.curve() + "  Policy: " + directory.policy());
      return ExitCode.OK;
    }
    out.println("Stopped. Go on with: minitaur trainer --run-dir " + directory.path());
    return ExitCode.STOPPED;
  }

  private @Nullable ProgressLine progressLine(TrainerRequest request, long start) {
    if (!request.progress()) {
      return null;
    }
    long steps = request.config().run().steps();
    return Terminal.isPresent()
        ? ProgressLine.onTerminal(out, start, steps, System::nanoTime)
        : ProgressLine.plain(out, start, steps, PLAIN_LINE_STEPS, System::nanoTime);
  }
}
