package minitaur.controller.remote;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import minitaur.hal.Clock;
import minitaur.hal.file.FileErrors;
import minitaur.hal.loop.Agent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Uploads finished episodes to the trainer and sends heartbeats on a separate thread, retrying on
 * network errors.
 */
final class Uplink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Uplink.class);
  private static final long HEARTBEAT_NANOS = 2_000_000_000L;
  private static final long IDLE_NANOS = 200_000_000L;
  private static final long TURN_POLL_NANOS = 10_000_000L;

  /**
   * Number of consecutive permanent refusals after which an episode is set aside; a single response
   * may be corrupted.
   */
  private static final int MAX_REFUSALS = 3;

  /** What an upload needs. */
  private enum Part {
    TRAINER(
        "The trainer cannot be reached ({}). Collection continues; finished episodes are stored on"
            + " disk.",
        "Reconnected to the trainer; {} episodes wait for upload."),
    RUN(
        "The trainer was restarted with another training run ({}). The robot pauses and its episodes"
            + " stay on disk. Restart the trainer with the directory of the joined run, or restart"
            + " this collector to join the other one.",
        "The trainer has the joined training run again; {} episodes wait for upload."),
    UPLOAD(
        "The trainer rejects an episode ({}). Collection continues; finished episodes are stored on"
            + " disk.",
        "The trainer accepts episodes again; {} episodes wait for upload."),
    SPOOL(
        "The files of finished episodes fail ({}), so they are not uploaded. Collection continues.",
        "The files of finished episodes work again; {} episodes wait for upload.");

    private final String failure;
    private final String recovery;

    Part(String failure, String recovery) {
      this.failure = failure;
      this.recovery = recovery;
    }
  }

  private final TrainerClient trainer;
  private final Spool spool;
  private final String robot;
  private final Backoff backoff;
  private final TrainerStatusRelay statusRelay;
  private final Clock clock;
  private final Agent agent = new Agent("uplink", this::step, e -> failure = e);
  private volatile Runnable onContact = () -> {};
  private final Set<Part> failing = EnumSet.noneOf(Part.class);
  private volatile boolean finished;
  private volatile boolean learnerTurn;
  private volatile boolean otherRun;
  private volatile String state = "starting";
  private volatile long collected;
  private volatile @Nullable Throwable failure;
  private long nextHeartbeatNanos;
  private int refusals;

  /**
   * @param statusRelay receives what the trainer reports
   */
  Uplink(
      TrainerClient trainer,
      Spool spool,
      String robot,
      Backoff backoff,
      TrainerStatusRelay statusRelay,
      Clock clock) {
    this.trainer = trainer;
    this.spool = spool;
    this.robot = robot;
    this.backoff = backoff;
    this.statusRelay = statusRelay;
    this.clock = clock;
    nextHeartbeatNanos = clock.nanos();
  }

  void start() {
    agent.start();
  }

  /**
   * Sets a listener that is called on this thread each time the trainer answers a heartbeat or an
   * upload.
   */
  void onContact(Runnable listener) {
    onContact = listener;
  }

  /**
   * Sets the collector state that the heartbeat reports.
   *
   * @param activity human-readable activity
   * @param episodes number finished by this process
   */
  void report(String activity, long episodes) {
    state = activity;
    collected = episodes;
    agent.wake();
  }

  /**
   * Starts the learner's turn, which lasts until it has finished the updates for everything in the
   * spool.
   */
  void startLearnerTurn() {
    learnerTurn = true;
    agent.wake();
  }

  /** Whether it is still the learner's turn. */
  boolean isLearnerTurn() {
    return learnerTurn;
  }

  /** Whether the trainer reported that the training is over. */
  boolean isFinished() {
    return finished;
  }

  /** Whether the trainer has another training run than the joined one. */
  boolean isOtherRun() {
    return otherRun;
  }

  /** The exception that ended the thread; null if there was none. */
  @Nullable Throwable failure() {
    return failure;
  }

  /** Performs one request; returns the time to wait before the next one, ns. */
  private long step() {
    Part part = Part.TRAINER;
    try {
      Spool.Entry oldest = spool.oldest();
      boolean heartbeat = clock.nanos() - nextHeartbeatNanos >= 0;
      if (heartbeat) {
        TrainerReport report = heartbeat(finished);
        otherRun = false;
        recordSuccess(Part.RUN);
        noteEnd(report);
        statusRelay.onProgress(report);
        nextHeartbeatNanos = clock.nanos() + HEARTBEAT_NANOS;
      } else if (oldest != null) {
        part = Part.UPLOAD;
        send(oldest);
        recordSuccess(Part.SPOOL);
      } else if (learnerTurn) {
        TrainerReport report = trainer.progress();
        // The end first: it must be known before the end of the turn starts another episode.
        noteEnd(report);
        learnerTurn = isLearning(report);
      }
      recordSuccess(Part.TRAINER);
      backoff.reset();
      if (heartbeat || oldest != null) {
        onContact.run();
        return 0;
      }
      return learnerTurn ? TURN_POLL_NANOS : IDLE_NANOS;
    } catch (SpoolException e) {
      return recordFailure(Part.SPOOL, e);
    } catch (TrainerResponseException e) {
      return recordFailure(part, e);
    } catch (OtherRunException e) {
      otherRun = true;
      return recordFailure(Part.RUN, e);
    } catch (IOException e) {
      return recordFailure(Part.TRAINER, e);
    }
  }

  private long recordFailure(Part part, IOException e) {
    if (failing.add(part) && !agent.isClosing()) {
      LOG.warn(part.failure, FileErrors.message(e));
    }
    return backoff.recordFailure();
  }

  private TrainerReport heartbeat(boolean knowsEnd) throws IOException {
    return trainer.heartbeat(
        new TrainerMessages.Heartbeat(robot, state, collected, spool.size(), knowsEnd));
  }

  /**
   * Notes whether the training is over, and acknowledges it. The trainer waits for that before it
   * exits: otherwise a lost response would leave this collector waiting for a trainer that is gone.
   */
  private void noteEnd(TrainerReport report) {
    boolean ended = report.training().finished();
    if (ended && !finished) {
      try {
        heartbeat(true);
      } catch (IOException e) {
        LOG.debug("The trainer did not wait for the acknowledgment of its end.", e);
      }
    }
    finished = ended;
  }

  private static boolean isLearning(TrainerReport report) {
    return report.uploads().waiting() != 0 || report.learner().pendingUpdates() > 0;
  }

  private void recordSuccess(Part part) {
    if (failing.remove(part)) {
      LOG.warn(part.recovery, spool.size());
    }
  }

  private void send(Spool.Entry entry) throws IOException {
    byte[] bytes = spool.read(entry);
    if (bytes == null) {
      return;
    }
    try {
      trainer.upload(entry.id(), bytes);
      recordSuccess(Part.UPLOAD);
      refusals = 0;
      spool.markSent(entry);
    } catch (TrainerResponseException refusal) {
      handleRefusal(entry, refusal);
    }
  }

  private void handleRefusal(Spool.Entry entry, TrainerResponseException refusal)
      throws IOException {
    // Any other status is treated as transient, and the episode is sent again.
    boolean isPermanent = refusal.status() == 409 || refusal.status() == 413;
    refusals = isPermanent ? refusals + 1 : 0;
    if (isPermanent) {
      nextHeartbeatNanos = clock.nanos(); // Detects another run before the episode is sent again.
    }
    if (refusals < MAX_REFUSALS) {
      throw refusal;
    }
    refusals = 0;
    spool.reject(entry, "Rejected by the trainer: " + refusal.getMessage());
  }

  @Override
  public void close() {
    agent.interrupt();
    agent.close();
  }
}
