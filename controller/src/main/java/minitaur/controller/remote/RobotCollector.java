package minitaur.controller.remote;

import java.io.IOException;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.run.storage.FileOperations;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.train.PolicyStreams;
import minitaur.controller.train.RunContext;
import minitaur.controller.train.TrainingListener;
import minitaur.hal.Clock;
import minitaur.hal.random.RandomStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs episodes on a robot for a trainer elsewhere. While an episode runs nothing here waits for
 * the network or the disk; between two, the finished one goes to the spool and a new policy is
 * looked for.
 */
public final class RobotCollector implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RobotCollector.class);
  private static final long PAUSE_NANOS = 100_000_000;
  private static final long POLL_NANOS = 10_000_000;
  private static final long LONGEST_BACKOFF_NANOS = 10_000_000_000L;

  /** A refusal may come from a damaged request; three alike do not. */
  private static final int REFUSALS_THAT_COUNT = 3;

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
  private TrainerClient.@Nullable Joined joined;
  private long collected;

  /**
   * What a collector is.
   *
   * @param config the whole effective configuration
   * @param robot name of the robot
   * @param version of the program
   * @param keepsSent whether what the trainer has stays on the collector's disk too
   */
  public record Settings(
      ControllerConfig config, String robot, String version, boolean keepsSent) {}

  /**
   * A collector.
   *
   * @param directory not closed
   * @param listener told how the training gets on, one call at a time, by several threads
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
    backoff = new Backoff(stream("join"), LONGEST_BACKOFF_NANOS);
    statusRelay = new TrainerStatusRelay(listener);
    uplink =
        new Uplink(
            trainer,
            spool,
            settings.robot(),
            new Backoff(stream("uplink"), LONGEST_BACKOFF_NANOS),
            statusRelay,
            clock);
  }

  /**
   * A stream of random numbers of this robot and this start: a collector that was started again
   * must not repeat what it did.
   */
  private RandomStream stream(String purpose) {
    return RandomStream.of(
        settings.config().run().seed(),
        "collector." + settings.robot() + "." + directory.starts() + "." + purpose);
  }

  /**
   * Whether this collector has the random numbers that a training in one process has, so that in
   * lock-step both give the same bits.
   */
  private boolean hasTheRunsOwnStreams() {
    return training().first() && directory.starts() == 1;
  }

  /** Seed for a simulated robot, of this robot and this start; after {@link #join}. */
  public long robotSeed() {
    return hasTheRunsOwnStreams() ? settings.config().run().seed() : stream("robot").nextLong();
  }

  private CollectorPolicies policies() {
    long seed = settings.config().run().seed();
    boolean own = hasTheRunsOwnStreams();
    return new CollectorPolicies(
        directory.policy(),
        settings.config(),
        files,
        own ? PolicyStreams.uniform(seed) : stream("uniform"),
        own ? PolicyStreams.noise(seed) : stream("noise"));
  }

  /** Episodes that this process has finished. */
  public long collected() {
    return collected;
  }

  /** Finished episodes that the trainer does not have. */
  public int waiting() {
    return spool.size();
  }

  /**
   * Agrees with the trainer on the training. Without the trainer, what was agreed on before counts;
   * otherwise it is waited for.
   *
   * @return false when it was to stop first
   * @throws PipelineException when there is no agreement; it lists the differences
   */
  public boolean join(BooleanSupplier stop) throws IOException {
    int refusals = 0;
    boolean said = false;
    while (joined == null && !stop.getAsBoolean()) {
      try {
        TrainerClient.Joined answer = trainer.join(settings.robot(), agreement);
        directory.agreed(answer, agreement);
        joined = answer;
        return true;
      } catch (TrainerRefusal e) {
        refusals++;
        if (refusals >= REFUSALS_THAT_COUNT) {
          throw new PipelineException("The trainer refuses this collector. " + e.getMessage());
        }
      } catch (IOException e) {
        joined = directory.remembered(agreement);
        if (joined != null) {
          LOG.warn(
              "The trainer cannot be reached ({}); collecting for the training of before.",
              e.getMessage());
          return true;
        }
        if (!said) {
          LOG.warn("The trainer cannot be reached ({}); waiting for it.", e.getMessage());
        }
        said = true;
      }
      pause(backoff.failed(), stop);
    }
    return joined != null;
  }

  private TrainerClient.Joined training() {
    TrainerClient.Joined agreed = joined;
    if (agreed == null) {
      throw new IllegalStateException("nothing is agreed on with a trainer");
    }
    return agreed;
  }

  /**
   * Collects, after {@link #join}, until it is to stop, the training is over, or it has enough;
   * then, if it has enough, waits until the trainer has them all.
   *
   * @param context not closed
   * @param episodes of this process that are enough
   * @param onEpisode told of each finished episode
   * @return whether it was to stop
   */
  public boolean collect(
      RunContext context, long episodes, Consumer<EpisodeSummary> onEpisode, BooleanSupplier stop)
      throws IOException {
    CollectorPolicies policies = policies();
    uplink.start();
    try (Downlink downlink = new Downlink(trainer, policies, clock)) {
      downlink.start();
      uplink.whenReached(downlink::trainerIsThere);
      CollectedEpisodes run =
          new CollectedEpisodes(
              this, settings.config(), context, policies, downlink, onEpisode, stop);
      run.run(episodes);
    }
    awaitSent(collected >= episodes, stop);
    return stop.getAsBoolean();
  }

  /**
   * Sends what waits, after {@link #join}, and collects nothing.
   *
   * @return whether it was to stop before the trainer had everything
   */
  public boolean send(BooleanSupplier stop) throws IOException {
    uplink.start();
    awaitSent(true, stop);
    return stop.getAsBoolean();
  }

  private void awaitSent(boolean wanted, BooleanSupplier stop) {
    while (wanted && spool.size() > 0 && !stop.getAsBoolean()) {
      uplink.report("done, sending", collected);
      requireUplink();
      pause(PAUSE_NANOS, stop);
    }
  }

  /**
   * Puts an episode into the spool.
   *
   * @throws IOException when the disk does not take it
   */
  void store(EpisodeBuilder builder, FinishedEpisode episode) throws IOException {
    EpisodeId id = new EpisodeId(collectorId, collected);
    spool.add(
        id,
        builder.finish(id, training().run(), settings.robot(), episode.summary(), episode.cost()));
    collected++;
    statusRelay.ended(episode.summary());
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

  /** Waits, and returns early when it is to stop. */
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
