package minitaur.controller.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.episode.EpisodeLoop;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.rig.EpisodeLoops;
import minitaur.controller.rig.Rig;
import minitaur.controller.storage.FileOperations;
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
  private static final long TURN_POLL_NANOS = 10_000_000;
  private static final long LONGEST_BACKOFF_NANOS = 10_000_000_000L;

  /** A refusal may come from a damaged request; three alike do not. */
  private static final int REFUSALS_THAT_COUNT = 3;

  private final ControllerConfig config;
  private final CollectorDirectory directory;
  private final String robot;
  private final RunAgreement agreement;
  private final TrainerClient trainer;
  private final Spool spool;
  private final CollectorPolicies policies;
  private final Clock clock;
  private final Backoff backoff;
  private final Uplink uplink;
  private final Downlink downlink;
  private final EpisodeBuilder builder;
  private final long collectorId = UUID.randomUUID().getMostSignificantBits();
  private long collected;

  /**
   * A collector.
   *
   * @param directory not closed
   * @param robot name of the robot
   * @param version of the program
   * @param keepsSent whether what the trainer has stays on the collector's disk too
   * @param clock for waiting between episodes; not the robot's
   */
  public RobotCollector(
      ControllerConfig config,
      CollectorDirectory directory,
      String robot,
      String version,
      TrainerClient trainer,
      boolean keepsSent,
      FileOperations files,
      Clock clock)
      throws IOException {
    this.config = config;
    this.directory = directory;
    this.robot = robot;
    this.trainer = trainer;
    this.clock = clock;
    agreement = RunAgreement.of(config, version);
    Spool.Limits limits =
        new Spool.Limits(
            config.pipeline().spoolEpisodes(), config.pipeline().spoolMegabytes() * (1L << 20));
    spool = Spool.open(directory.spool(), limits, keepsSent, files);
    policies =
        new CollectorPolicies(
            directory.policy(), config, files, stream("uniform"), stream("noise"));
    backoff = new Backoff(stream("join"), LONGEST_BACKOFF_NANOS);
    uplink =
        new Uplink(
            trainer, spool, robot, new Backoff(stream("uplink"), LONGEST_BACKOFF_NANOS), clock);
    downlink = new Downlink(trainer, policies, clock);
    builder = new EpisodeBuilder(config.task().episodeSteps());
  }

  /**
   * A stream of random numbers of this robot and this start: a collector that was started again
   * must not repeat what it did.
   */
  private RandomStream stream(String purpose) {
    return RandomStream.of(
        config.run().seed(), "collector." + robot + "." + directory.starts() + "." + purpose);
  }

  /** Seed for a simulated robot, of this robot and this start. */
  public long robotSeed() {
    return stream("robot").nextLong();
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
   * @return null when it was to stop first
   * @throws PipelineException when there is no agreement; it lists the differences
   */
  private TrainerClient.@Nullable Joined join(BooleanSupplier stop) throws IOException {
    int refusals = 0;
    boolean said = false;
    while (!stop.getAsBoolean()) {
      try {
        TrainerClient.Joined joined = trainer.join(robot, agreement);
        directory.agreed(joined, agreement);
        return joined;
      } catch (TrainerRefusal e) {
        refusals++;
        if (refusals >= REFUSALS_THAT_COUNT) {
          throw new PipelineException("The trainer refuses this collector. " + e.getMessage());
        }
      } catch (IOException e) {
        TrainerClient.Joined before = directory.remembered(agreement);
        if (before != null) {
          LOG.warn(
              "The trainer cannot be reached ({}); collecting for the training of before.",
              e.getMessage());
          return before;
        }
        if (!said) {
          LOG.warn("The trainer cannot be reached ({}); waiting for it.", e.getMessage());
        }
        said = true;
      }
      pause(backoff.failed(), stop);
    }
    return null;
  }

  /**
   * Collects until it is to stop, the training is over, or it has enough; then, if it has enough,
   * waits until the trainer has them all.
   *
   * @param rig not closed
   * @param episodes of this process that are enough
   * @param onEpisode told of each finished episode
   * @return whether it was to stop
   * @throws PipelineException when trainer and collector cannot work together
   */
  public boolean collect(
      Rig rig, long episodes, Consumer<EpisodeSummary> onEpisode, BooleanSupplier stop)
      throws IOException {
    TrainerClient.Joined joined = join(stop);
    if (joined == null) {
      return true;
    }
    uplink.start();
    downlink.start();
    EpisodeLoop loop = EpisodeLoops.on(rig, config, policies, builder);
    long policyWaitNanos = (long) (config.pipeline().policyWaitSeconds() * 1e9);
    while (collected < episodes && awaitRoom(stop) && !uplink.isFinished()) {
      downlink.refresh(policyWaitNanos, stop);
      uplink.report("collecting", collected);
      EpisodeSummary summary = runEpisode(rig, loop);
      EpisodeId id = new EpisodeId(collectorId, collected);
      if (!store(id, builder.finish(id, joined.run(), robot, summary), stop)) {
        return true;
      }
      collected++;
      uplink.report("between episodes", collected);
      onEpisode.accept(summary);
      if (joined.lockStep()) {
        awaitTurn(stop);
      }
      requireUplink();
    }
    while (collected >= episodes && spool.size() > 0 && !stop.getAsBoolean()) {
      uplink.report("done, sending", collected);
      pause(PAUSE_NANOS, stop);
    }
    return stop.getAsBoolean();
  }

  private EpisodeSummary runEpisode(Rig rig, EpisodeLoop loop) {
    rig.placeAtStart();
    builder.begin();
    loop.begin(Math.toIntExact(collected));
    while (loop.tick()) {
      // The loop does it all.
    }
    return loop.finish();
  }

  /** Pauses while the spool is full; false when it is to stop. */
  private boolean awaitRoom(BooleanSupplier stop) throws IOException {
    if (spool.isFull()) {
      LOG.warn(
          "Paused: {} episodes, {} KiB, wait for the trainer, and no more may. Collecting goes on"
              + " when it takes some. More room: pipeline.spoolEpisodes, pipeline.spoolMegabytes.",
          spool.size(),
          spool.bytes() / 1024);
      while (spool.isFull() && !stop.getAsBoolean() && !uplink.isFinished()) {
        uplink.report("paused: the spool is full", collected);
        requireUplink();
        pause(PAUSE_NANOS, stop);
      }
    }
    return !stop.getAsBoolean();
  }

  /** Puts an episode into the spool; a disk that is full is waited for. */
  private boolean store(EpisodeId id, byte[] bytes, BooleanSupplier stop) {
    boolean said = false;
    while (true) {
      try {
        spool.add(id, bytes);
        return true;
      } catch (IOException e) {
        if (!said) {
          LOG.warn(
              "Paused: a finished episode cannot be written ({}). Make room on the disk of {}.",
              e.getMessage(),
              directory.path());
        }
        said = true;
        uplink.report("paused: the disk takes nothing", collected);
        if (stop.getAsBoolean()) {
          LOG.warn("Episode {} is lost: it could not be written before the end.", id);
          return false;
        }
        pause(PAUSE_NANOS, stop);
      }
    }
  }

  /** In lock-step the learner has learnt from every episode before the next one begins. */
  private void awaitTurn(BooleanSupplier stop) throws IOException {
    Backoff between = new Backoff(stream("turn." + collected), LONGEST_BACKOFF_NANOS);
    while (!stop.getAsBoolean() && !uplink.isFinished()) {
      requireUplink();
      long wait = TURN_POLL_NANOS;
      try {
        if (spool.size() == 0) {
          JsonNode progress = trainer.progress();
          if (progress.path("waiting").asLong(1) == 0
              && progress.path("updates_owed").asLong(1) <= 0) {
            return;
          }
        }
      } catch (IOException e) {
        wait = between.failed();
      }
      pause(wait, stop);
    }
  }

  private void requireUplink() {
    Throwable failure = uplink.failure();
    if (failure != null) {
      throw new IllegalStateException("the uplink's thread failed", failure);
    }
  }

  private void pause(long nanos, BooleanSupplier stop) {
    long end = clock.nanos() + nanos;
    while (clock.nanos() < end && !stop.getAsBoolean()) {
      clock.waitUntil(Math.min(end, clock.nanos() + TURN_POLL_NANOS));
    }
  }

  @Override
  public void close() {
    uplink.close();
    downlink.close();
  }
}
