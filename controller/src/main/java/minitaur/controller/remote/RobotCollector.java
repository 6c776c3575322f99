package minitaur.controller.remote;

import java.io.IOException;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.operator.OperatorCounts;
import minitaur.controller.run.storage.FileOperations;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.train.PolicyStreams;
import minitaur.controller.train.RunContext;
import minitaur.controller.train.TrainingListener;
import minitaur.hal.Clock;
import minitaur.hal.file.FileErrors;
import minitaur.hal.random.RandomStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs episodes on a robot for a remote trainer. During an episode nothing blocks on the network or
 * the disk; between episodes the finished one is stored in the spool and the newest policy is
 * requested.
 */
public final class RobotCollector implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RobotCollector.class);
  private static final long PAUSE_NANOS = 100_000_000;
  private static final long POLL_NANOS = 10_000_000;
  private static final long MAX_BACKOFF_NANOS = 10_000_000_000L;

  /**
   * Number of refusals after which joining fails; a single one may be due to a corrupted request.
   */
  private static final int MAX_REFUSALS = 3;

  private final Settings settings;
  private final CollectorDirectory directory;
  private final RunAgreement agreement;
  private final TrainerClient trainer;
  private final FileOperations files;
  private final Spool spool;
  private final Clock clock;
  private final Backoff backoff;
  private final TrainerStatusRelay statusRelay;
  private final Uplink uplink;
  private final long collectorId = UUID.randomUUID().getMostSignificantBits();
  private TrainerClient.@Nullable JoinedRun joined;
  private long collected;

  /**
   * Settings of a collector.
   *
   * @param config the complete effective configuration
   * @param robot name of the robot
   * @param version of the program
   * @param keepsSent whether uploaded episodes are kept on the collector's disk
   */
  public record Settings(
      ControllerConfig config, String robot, String version, boolean keepsSent) {}

  /**
   * Creates a collector and opens its spool.
   *
   * @param directory not closed
   * @param listener notified of the training's progress by several threads, one call at a time
   * @param clock for waiting between episodes; not the robot's
   */
  public RobotCollector(
      Settings settings,
      CollectorDirectory directory,
      TrainerClient trainer,
      TrainingListener listener,
      FileOperations files,
      Clock clock)
      throws IOException {
    this.settings = settings;
    this.directory = directory;
    this.trainer = trainer;
    this.files = files;
    this.clock = clock;
    ControllerConfig config = settings.config();
    agreement = RunAgreement.of(config, settings.version());
    Spool.Limits limits =
        new Spool.Limits(
            config.remote().spoolEpisodes(), config.remote().spoolMegabytes() * (1L << 20));
    spool = Spool.open(directory.spool(), limits, settings.keepsSent(), files);
    backoff = new Backoff(stream("join"), MAX_BACKOFF_NANOS);
    statusRelay = new TrainerStatusRelay(listener);
    uplink =
        new Uplink(
            trainer,
            spool,
            settings.robot(),
            new Backoff(stream("uplink"), MAX_BACKOFF_NANOS),
            statusRelay,
            clock);
  }

  /**
   * A random stream specific to this robot and this start, so that a restarted collector does not
   * repeat its random numbers.
   */
  private RandomStream stream(String purpose) {
    return RandomStream.of(
        settings.config().run().seed(),
        "collector." + settings.robot() + "." + directory.starts() + "." + purpose);
  }

  /**
   * Whether this collector uses the random streams of a single-process training, so that both give
   * bit-identical results in lock-step mode.
   */
  private boolean usesRunStreams() {
    return training().first() && directory.starts() == 1;
  }

  /**
   * Seed for a simulated robot, specific to this robot and this start. Call after {@link #join}.
   */
  public long robotSeed() {
    return usesRunStreams() ? settings.config().run().seed() : stream("robot").nextLong();
  }

  private CollectorPolicies policies() {
    long seed = settings.config().run().seed();
    boolean useRunStreams = usesRunStreams();
    return new CollectorPolicies(
        directory.policy(),
        settings.config(),
        files,
        useRunStreams ? PolicyStreams.uniform(seed) : stream("uniform"),
        useRunStreams ? PolicyStreams.noise(seed) : stream("noise"));
  }

  /** Number of episodes finished by this process. */
  public long collected() {
    return collected;
  }

  /** Number of finished episodes that are not yet uploaded. */
  public int waiting() {
    return spool.size();
  }

  /**
   * Agrees with the trainer on the training. If the trainer cannot be reached, the previous
   * agreement is used; without one, this method retries until the trainer responds.
   *
   * @return false when a stop was requested first
   * @throws PipelineException when the trainer rejects this collector, in which case the message
   *     lists the differences, or when the agreement cannot be stored
   */
  public boolean join(BooleanSupplier stop) throws IOException {
    int refusals = 0;
    boolean warned = false;
    while (joined == null && !stop.getAsBoolean()) {
      TrainerClient.@Nullable JoinedRun response = null;
      try {
        response = trainer.join(settings.robot(), agreement);
      } catch (TrainerResponseException e) {
        refusals++;
        if (refusals >= MAX_REFUSALS) {
          throw new PipelineException("The trainer rejected this collector. " + e.getMessage());
        }
      } catch (IOException e) {
        joined = directory.previousRun(agreement);
        if (joined != null) {
          LOG.warn(
              "The trainer cannot be reached ({}); continuing with the previously joined training.",
              e.getMessage());
          trainer.expectRun(joined.run());
          return true;
        }
        if (!warned) {
          LOG.warn("The trainer cannot be reached ({}); waiting for it.", e.getMessage());
        }
        warned = true;
      }
      if (response != null) {
        saveAgreement(response);
        joined = response;
        trainer.expectRun(response.run());
        return true;
      }
      pause(backoff.recordFailure(), stop);
    }
    return joined != null;
  }

  private void saveAgreement(TrainerClient.JoinedRun response) throws PipelineException {
    try {
      directory.saveAgreement(response, agreement);
    } catch (IOException e) {
      throw new PipelineException(
          "%s: cannot be written (%s); free disk space or choose another directory with --dir"
              .formatted(directory.path(), FileErrors.reason(e)));
    }
  }

  private TrainerClient.JoinedRun training() {
    TrainerClient.JoinedRun current = joined;
    if (current == null) {
      throw new IllegalStateException("the collector has not joined a training run");
    }
    return current;
  }

  /**
   * Collects episodes until a stop is requested, the training is over, or {@code episodes} are
   * finished; in the last case it then waits until all are uploaded. Call after {@link #join}.
   *
   * @param context not closed
   * @param episodes number of episodes to collect in this process
   * @param onEpisode called with each finished episode
   * @return whether a stop was requested
   */
  public boolean collect(
      RunContext context, long episodes, Consumer<EpisodeSummary> onEpisode, BooleanSupplier stop)
      throws IOException {
    CollectorPolicies policies = policies();
    uplink.start();
    try (Downlink downlink = new Downlink(trainer, policies, clock)) {
      downlink.start();
      uplink.onContact(downlink::onTrainerReachable);
      CollectionLoop loop =
          new CollectionLoop(this, settings.config(), context, policies, downlink, onEpisode, stop);
      loop.run(episodes);
    }
    awaitUploads(collected >= episodes, stop);
    return stop.getAsBoolean();
  }

  /**
   * Uploads the episodes in the spool without collecting. Call after {@link #join}.
   *
   * @return whether a stop was requested
   */
  public boolean send(BooleanSupplier stop) throws IOException {
    uplink.start();
    awaitUploads(true, stop);
    return stop.getAsBoolean();
  }

  private void awaitUploads(boolean enabled, BooleanSupplier stop) {
    while (enabled && spool.size() > 0 && !stop.getAsBoolean()) {
      uplink.report("finished, uploading", collected);
      requireUplink();
      pause(PAUSE_NANOS, stop);
    }
  }

  /**
   * Stores an episode in the spool.
   *
   * @param cost operator counts since the previous episode
   * @throws IOException when it cannot be written
   */
  void store(EpisodeBuilder builder, EpisodeSummary summary, OperatorCounts cost)
      throws IOException {
    EpisodeId id = new EpisodeId(collectorId, collected);
    spool.add(id, builder.finish(id, training().run(), settings.robot(), summary, cost));
    collected++;
    statusRelay.onEpisode(summary);
  }

  CollectorDirectory directory() {
    return directory;
  }

  Spool spool() {
    return spool;
  }

  Uplink uplink() {
    return uplink;
  }

  boolean isLockStep() {
    return training().lockStep();
  }

  void requireUplink() {
    Throwable failure = uplink.failure();
    if (failure != null) {
      throw new IllegalStateException("the uplink's thread failed", failure);
    }
  }

  /** Waits; returns early when a stop is requested. */
  void pause(long nanos, BooleanSupplier stop) {
    long end = clock.nanos() + nanos;
    while (clock.nanos() < end && !stop.getAsBoolean()) {
      clock.waitUntil(Math.min(end, clock.nanos() + POLL_NANOS));
    }
  }

  long nanos() {
    return clock.nanos();
  }

  @Override
  public void close() {
    uplink.close();
  }
}
