package minitaur.controller.job;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import minitaur.controller.BuildInfo;
import minitaur.controller.cli.CollectRequest;
import minitaur.controller.cli.ExitCode;
import minitaur.controller.cli.Job;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.pipeline.CollectorDirectory;
import minitaur.controller.pipeline.RobotCollector;
import minitaur.controller.pipeline.TrainerClient;
import minitaur.controller.rig.Rig;
import minitaur.controller.rig.SimulatedRig;
import minitaur.controller.run.RunLogging;
import minitaur.controller.storage.DiskFiles;
import minitaur.controller.storage.FileOperations;
import minitaur.hal.SystemClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs episodes on a robot for a trainer elsewhere. */
public final class CollectJob implements Job<CollectRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(CollectJob.class);
  private static final int EPISODES_PER_LINE = 10;

  private final BuildInfo build;
  private final RunLogging logging;
  private final PrintStream out;

  /**
   * @param logging sent to the collector's directory too
   * @param out where people read how it gets on
   */
  public CollectJob(BuildInfo build, RunLogging logging, PrintStream out) {
    this.build = build;
    this.logging = logging;
    this.out = out;
  }

  @Override
  public ExitCode run(CollectRequest request) throws IOException {
    FileOperations files = new DiskFiles();
    TrainerClient trainer =
        new TrainerClient(
            new TrainerClient.Settings(
                request.trainer(),
                TrainerJob.token(request.token()),
                request.certificate(),
                Duration.ofNanos((long) (request.config().pipeline().timeoutSeconds() * 1e9))));
    try (CollectorDirectory directory = CollectorDirectory.open(request.directory(), files)) {
      logging.writeTo(directory.log());
      LOG.info("Minitaur {}, revision {}.", build.version(), build.describeRevision());
      out.println("Collecting for " + request.trainer() + " in " + directory.path());
      try (StopSignal stop = new StopSignal(this::announceStop);
          RobotCollector collector =
              new RobotCollector(
                  request.config(),
                  directory,
                  request.robot(),
                  build.version(),
                  trainer,
                  request.keepsSent(),
                  files,
                  new SystemClock());
          Rig rig =
              new SimulatedRig(
                  request.config(), collector.robotSeed(), request.config().sim().realTime())) {
        boolean stopped =
            collector.collect(
                rig, request.episodes(), summary -> show(collector, summary), stop::isRequested);
        out.println(
            (stopped ? "Stopped" : "Done")
                + ": "
                + collector.collected()
                + " episodes; "
                + collector.waiting()
                + " wait in "
                + directory.spool()
                + " and are sent when it is started again.");
        return stopped ? ExitCode.STOPPED : ExitCode.OK;
      }
    }
  }

  private void announceStop() {
    out.println("Stopping at the end of this episode ...");
  }

  private void show(RobotCollector collector, EpisodeSummary summary) {
    LOG.info(
        "Episode {}: {}, return {}, policy {}.",
        summary.index(),
        summary.describeEnd(),
        summary.episodeReturn(),
        summary.policyId());
    if (summary.index() % EPISODES_PER_LINE == 0) {
      out.printf(
          Locale.ROOT,
          "episode %d: %s, return %.1f, %.2f m/s, policy %d; %d wait for the trainer%n",
          summary.index(),
          summary.describeEnd(),
          summary.episodeReturn(),
          summary.meanForwardVelocityMetresPerSec(),
          summary.policyId(),
          collector.waiting());
    }
  }
}
