package minitaur.controller.remote;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import minitaur.controller.episode.EpisodeObserver;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.lifecycle.EpisodeLifecycle;
import minitaur.controller.operator.OperatorCounts;
import minitaur.controller.robot.RobotSession;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.train.RunContext;
import minitaur.hal.file.FileErrors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the episodes of a collector one after another on one thread. Between episodes it stores the
 * finished one, updates the policy, and waits while the next one cannot start.
 */
final class CollectionLoop {
  private static final Logger LOG = LoggerFactory.getLogger(CollectionLoop.class);
  private static final long POLL_NANOS = 1_000_000;
  private static final long RETRY_NANOS = 500_000_000;

  private final RobotCollector collector;
  private final RunContext context;
  private final Downlink downlink;
  private final Consumer<EpisodeSummary> onEpisode;
  private final BooleanSupplier stop;
  private final EpisodeBuilder builder;
  private final EpisodeLifecycle episodes;
  private final long policyWaitNanos;
  private OperatorCounts previousCounts = OperatorCounts.NONE;
  private @Nullable FinishedEpisode pendingEpisode;
  private long nextStoreNanos;
  private String problem = "";

  /**
   * An episode that is not yet in the spool.
   *
   * @param cost operator counts since the previous episode
   */
  private record FinishedEpisode(EpisodeSummary summary, OperatorCounts cost) {}

  /**
   * @param collector not closed
   * @param policies provide the acting policy
   * @param downlink fetches newer policies; not closed
   * @param onEpisode called with each episode that is stored in the spool
   * @param stop polled continuously; takes effect between episodes
   */
  CollectionLoop(
      RobotCollector collector,
      ControllerConfig config,
      RunContext context,
      CollectorPolicies policies,
      Downlink downlink,
      Consumer<EpisodeSummary> onEpisode,
      BooleanSupplier stop)
      throws IOException {
    this.collector = collector;
    this.context = context;
    this.downlink = downlink;
    this.onEpisode = onEpisode;
    this.stop = stop;
    policyWaitNanos = (long) (config.remote().policyWaitSeconds() * 1e9);
    builder = new EpisodeBuilder(config.task().timing().episodeSteps());
    episodes =
        context.lifecycle(config, policies, builder, List.of(builder.observer(), episodeLogger()));
    episodes.pauseWhile(this::waitReason);
    byte[] savedCounts = collector.directory().savedCounts();
    if (savedCounts != null) {
      episodes.restore(new DataInputStream(new ByteArrayInputStream(savedCounts)));
      previousCounts = episodes.counts();
    }
  }

  /** Notes the start of each episode in the robot I/O log and reports it to the trainer. */
  private EpisodeObserver episodeLogger() {
    RobotSession session = context.session();
    return new EpisodeObserver() {
      @Override
      public void begin(int episode, long startNanos) {
        session.note("episode " + episode);
        collector.uplink().report("collecting", collector.collected());
      }
    };
  }

  /** Runs episodes until {@code count} have been stored in the spool, or a stop is requested. */
  void run(long count) throws IOException {
    awaitPolicy();
    while (episodes.isInEpisode() || shouldContinue(count)) {
      switch (episodes.advance()) {
        case STEP -> {}
        case EPISODE_ENDED -> onEpisodeEnded();
        case WAITED -> onWaited();
      }
    }
    if (pendingEpisode != null && !store()) {
      LOG.warn("The last episode is lost: it could not be written before the end.");
    }
    episodes.finish("the collector ends");
  }

  private boolean shouldContinue(long count) {
    collector.requireUplink();
    return !stop.getAsBoolean()
        && (pendingEpisode != null
            || (collector.collected() < count && !collector.uplink().isFinished()));
  }

  private void onEpisodeEnded() throws IOException {
    OperatorCounts now = episodes.counts();
    pendingEpisode = new FinishedEpisode(episodes.summary(), now.since(previousCounts));
    previousCounts = now;
    if (store()) {
      awaitPolicy();
    }
  }

  /** Tries to store the finished episode in the spool; returns false on a write error. */
  private boolean store() throws IOException {
    FinishedEpisode episode = pendingEpisode;
    if (episode == null) {
      return true;
    }
    try {
      collector.store(builder, episode.summary(), episode.cost());
    } catch (IOException e) {
      nextStoreNanos = collector.nanos() + RETRY_NANOS;
      reportProblem(
          "a finished episode cannot be written (%s); free disk space in %s"
              .formatted(FileErrors.message(e), collector.directory().path()));
      return false;
    }
    pendingEpisode = null;
    problem = "";
    saveCounts();
    if (collector.isLockStep()) {
      collector.uplink().startLearnerTurn();
    }
    collector.uplink().report("between episodes", collector.collected());
    onEpisode.accept(episode.summary());
    return true;
  }

  private void saveCounts() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      episodes.save(new DataOutputStream(bytes));
      collector.directory().saveCounts(bytes.toByteArray());
    } catch (IOException e) {
      LOG.warn("Cannot save the counts of episodes and resets: {}.", FileErrors.message(e));
    }
  }

  /**
   * Requests the newest policy before the next episode. A simulated robot waits for it; a real one
   * does not, because it must not be left unattended and takes seconds to start the next episode
   * anyway.
   */
  private void awaitPolicy() {
    if (!context.session().isResetByProgram()) {
      downlink.request();
    } else if (collector.isLockStep()) {
      while (collector.uplink().isLearnerTurn() && shouldContinue(Long.MAX_VALUE)) {
        collector.pause(POLL_NANOS, stop);
      }
      downlink.await(() -> !shouldContinue(Long.MAX_VALUE));
    } else {
      downlink.refresh(policyWaitNanos, stop);
    }
  }

  /** Why the next episode cannot start; null when it can. */
  private @Nullable String waitReason() {
    String reason = null;
    if (pendingEpisode != null) {
      return problem;
    }
    if (collector.uplink().isOtherRun()) {
      reason = "the trainer was restarted with another training run";
    } else if (collector.spool().isFull() && !collector.uplink().isFinished()) {
      reason =
          "%d episodes (%d KiB) wait for the trainer, and the spool is full"
              .formatted(collector.spool().size(), collector.spool().bytes() / 1024);
      if (problem.isEmpty()) {
        reportProblem(reason + "; limits: remote.spoolEpisodes, remote.spoolMegabytes");
      }
    } else if (collector.uplink().isLearnerTurn()) {
      reason = "waiting for the learner (lock-step mode)";
    } else {
      problem = "";
    }
    return reason;
  }

  private void reportProblem(String message) {
    if (problem.isEmpty()) {
      LOG.warn("Paused: {}.", message);
    }
    problem = message;
  }

  private void onWaited() throws IOException {
    if (pendingEpisode != null && collector.nanos() - nextStoreNanos >= 0) {
      store();
    }
    downlink.requestIfStale();
    String phase = context.operator().view().phase().name();
    collector
        .uplink()
        .report(
            problem.isEmpty() ? phase.toLowerCase(Locale.ROOT).replace('_', ' ') : problem,
            collector.collected());
  }
}
