package minitaur.controller.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.episode.EpisodeObserver;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.record.EpisodeRecorder;
import minitaur.controller.record.RecordingMetadata;
import minitaur.controller.remote.CollectorDirectory;
import minitaur.controller.remote.RobotCollector;
import minitaur.controller.remote.TrainerClient;
import minitaur.controller.robot.RobotSession;
import minitaur.controller.robot.RobotSessions;
import minitaur.controller.run.BuildInfo;
import minitaur.controller.run.RunLogging;
import minitaur.controller.run.storage.DiskFiles;
import minitaur.controller.run.storage.FileOperations;
import minitaur.controller.train.Surroundings;
import minitaur.controller.train.TrainingListener;
import minitaur.hal.RobotGeometry;
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
  private final InputStream in;

  /**
   * @param logging sent to the collector's directory too
   * @param out where people read how it gets on
   * @param in what the operator types where there is no terminal
   */
  public CollectJob(BuildInfo build, RunLogging logging, PrintStream out, InputStream in) {
    this.build = build;
    this.logging = logging;
    this.out = out;
    this.in = in;
  }

  @Override
  public ExitCode run(CollectRequest request) throws IOException {
    FileOperations files = new DiskFiles();
    ControllerConfig config = request.config();
    boolean paced = config.robot().isSerial() || config.sim().realTime();
    TrainerClient trainer =
        new TrainerClient(
            new TrainerClient.Settings(
                request.trainer(),
                TrainerJob.token(request.token()),
                request.certificate(),
                Duration.ofNanos((long) (config.pipeline().timeoutSeconds() * 1e9))));
    try (CollectorDirectory directory = CollectorDirectory.open(request.directory(), files)) {
      logging.writeTo(directory.log());
      LOG.info("Minitaur {}, revision {}.", build.version(), build.describeRevision());
      out.println("Collecting for " + request.trainer() + " in " + directory.path());
      try (StopSignal stop = new StopSignal(this::announceStop);
          Attendance attendance =
              new Attendance(
                  config, request.operator(), request.page(), directory.path(), paced, in, out);
          RobotCollector collector =
              new RobotCollector(
                  new RobotCollector.Settings(
                      config, config.robot().name(), build.version(), request.keepsSent()),
                  directory,
                  trainer,
                  attendance.with(TrainingListener.silent()),
                  files,
                  new SystemClock())) {
        boolean stopped =
            request.episodes() == 0
                ? !collector.join(stop::isRequested) || collector.send(stop::isRequested)
                : collect(request, paced, directory, attendance, collector, stop);
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

  /** Returns whether it was to stop. */
  private boolean collect(
      CollectRequest request,
      boolean paced,
      CollectorDirectory directory,
      Attendance attendance,
      RobotCollector collector,
      StopSignal stop)
      throws IOException {
    ControllerConfig config = request.config();
    attendance.start();
    if (!collector.join(stop::isRequested)) {
      return true;
    }
    try (EpisodeRecorder recorder =
            EpisodeRecorder.start(
                directory.recordings(),
                config.recording(),
                RobotGeometry.nominal(),
                RecordingMetadata.of(
                    config,
                    String.valueOf(directory.path().getFileName()),
                    BuildInfo.read().describeRevision()),
                InstantSource.system());
        RobotSession rig =
            RobotSessions.open(config, collector.robotSeed(), paced, directory.robotIoLog())) {
      EpisodeObserver watching = EpisodeObserver.all(List.of(recorder, attendance.watching(rig)));
      return collector.collect(
          Surroundings.of(config, rig, paced, attendance.desk(), watching),
          request.episodes(),
          summary -> show(collector, summary),
          stop::isRequested);
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
