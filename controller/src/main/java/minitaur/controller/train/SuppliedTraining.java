package minitaur.controller.train;

import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.config.RunConfig;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.learn.nn.InputScaling;
import minitaur.controller.learn.policy.StoredPolicy;
import minitaur.controller.operator.OperatorCounts;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.task.ObservationLayout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns from whole episodes that were collected elsewhere, and hands out policies.
 *
 * <p>Each episode is learnt from exactly once, whatever ends the process: a checkpoint holds the
 * replay's head and the number of episodes taken; to resume, both the replay and the source go back
 * to it and what came later is taken again. The source may forget only what the oldest checkpoint
 * that is kept covers, so that a damaged newest one loses nothing.
 *
 * <p>In lock-step mode an episode is gone through step by step, each followed by the gradient steps
 * that it earns, and from the records that were complete by then: the same episodes in the same
 * order give the same bits, and those of a training in one process. Otherwise episodes are taken
 * whole, as they arrive.
 */
public final class SuppliedTraining implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SuppliedTraining.class);
  private static final long IDLE_NANOS = 1_000_000;
  private static final long RETRY_NANOS = 5_000_000_000L;

  private final ControllerConfig config;
  private final RunDirectory directory;
  private final String revision;
  private final EpisodeSource source;
  private final PolicyOutlet outlet;
  private final TrainingRun run;
  private final boolean lockStep;
  private final int updatesPerPolicy;
  private final int updatesAhead;
  private final Deque<Long> covered = new ArrayDeque<>();
  private long episodes;
  private OperatorCounts counts = OperatorCounts.NONE;
  private long updates;
  private long publishedUpdates;
  private long retryNanos;
  private boolean checkpointFailing;
  private volatile SuppliedStatus status;

  /**
   * Opens or creates the run's files.
   *
   * @param directory open for this run; what is there already belongs to it
   * @param revision of the program, for the policies' files
   * @param listener called from the thread that trains
   * @param source not closed
   */
  public SuppliedTraining(
      ControllerConfig config,
      RunDirectory directory,
      String revision,
      TrainingListener listener,
      EpisodeSource source,
      PolicyOutlet outlet)
      throws IOException {
    this.config = config;
    this.directory = directory;
    this.revision = revision;
    this.source = source;
    this.outlet = outlet;
    lockStep = config.run().mode() == RunConfig.Mode.LOCK_STEP;
    updatesPerPolicy = config.pipeline().updatesPerPolicy();
    updatesAhead = config.pipeline().updatesAhead();
    run = new TrainingRun(config, directory, revision, listener);
    status = statusAt(0);
  }

  /**
   * Begins, or goes back to the newest checkpoint where there is one, and hands out the policy.
   *
   * @throws TrainingException when there are checkpoints and none can be used
   */
  public void begin() throws IOException {
    if (Checkpoint.isAny(directory.checkpoints())) {
      DataInputStream in = run.resume(true);
      episodes = in.readLong();
      counts = readCounts(in);
      Checkpoint.requireEnd(in);
      source.rewind(episodes);
      covered.add(episodes);
    } else {
      source.rewind(0);
      checkpoint();
    }
    publish();
  }

  /**
   * Trains to the configured number of steps, after {@link #begin}.
   *
   * @param stop asked again and again whether to stop, with a checkpoint
   * @return whether it came to the end
   * @throws DivergenceException when the learner's numbers would not stay finite
   */
  public boolean train(BooleanSupplier stop) throws IOException {
    run.start();
    while (!isFinished() && !stop.getAsBoolean()) {
      boolean busy = mayTake() && take();
      busy |= learn();
      checkpointIfDue();
      if (!busy) {
        LockSupport.parkNanos(IDLE_NANOS);
      }
    }
    checkpoint();
    publish();
    return isFinished();
  }

  /** Where it is; from any thread. */
  public SuppliedStatus status() {
    return status;
  }

  private boolean isFinished() {
    return run.steps() >= config.run().steps() && updatesWanted(run.steps()) <= 0;
  }

  /** Without a checkpoint the replay could not hold more and still go back. */
  private boolean mayTake() {
    return !checkpointFailing && (!lockStep || updatesWanted(run.steps()) <= 0);
  }

  private boolean take() throws IOException {
    SuppliedEpisode episode = source.next();
    if (episode == null) {
      return false;
    }
    EpisodeSummary summary = episode.summary(Math.toIntExact(episodes));
    counts = counts.plus(episode.cost());
    long steps = run.steps() + summary.steps();
    // What is owed for an episode, and in lock-step the policy that it has made, can be seen before
    // the source says that nothing waits.
    if (lockStep) {
      goThrough(episode, summary.steps());
      episodes++;
      publish(steps);
    } else {
      episode.appendTo(run.replay(), 0, episode.records());
      episodes++;
      status = statusAt(steps);
    }
    source.taken();
    run.advanceTo(steps);
    run.episodeEnded(summary, counts);
    return true;
  }

  private void goThrough(SuppliedEpisode episode, int steps) throws IOException {
    long before = run.steps();
    int appended = 0;
    for (int step = 1; step <= steps; step++) {
      int complete = episode.recordsAfter(step, appended);
      episode.appendTo(run.replay(), appended, complete);
      appended = complete;
      for (long left = updatesWanted(before + step); left > 0; left--) {
        update();
      }
      run.advanceTo(before + step);
    }
    episode.appendTo(run.replay(), appended, episode.records());
  }

  /** Takes some of the gradient steps that are owed. */
  private boolean learn() {
    long wanted = updatesWanted(run.steps());
    if (wanted <= 0) {
      return false;
    }
    long turn = Math.min(wanted, updatesPerPolicy - (updates - publishedUpdates));
    for (long left = turn; left > 0; left--) {
      update();
    }
    boolean caughtUp = turn == wanted;
    if (caughtUp || updates - publishedUpdates >= updatesPerPolicy) {
      publish();
    } else {
      status = statusAt(run.steps());
    }
    return true;
  }

  private void update() {
    run.update();
    updates++;
  }

  /** Gradient steps that may be taken now: those owed, and some ahead of the data if asked for. */
  private long updatesWanted(long steps) {
    boolean learning = steps > config.sac().randomSteps() && run.replay().size() > 0;
    return learning ? run.updatesOwed(steps) + updatesAhead : 0;
  }

  private void publish() {
    publish(run.steps());
  }

  private void publish(long steps) {
    PolicyParameters policy = run.policy();
    StoredPolicy stored =
        StoredPolicy.of(
            config.sac().hiddenUnits(),
            policy.values(),
            InputScaling.identity(ObservationLayout.STATE),
            PolicyCircumstances.of(config, revision, steps, policy.id()));
    outlet.publish(policy.id(), stored.encode());
    updates = policy.id();
    publishedUpdates = updates;
    status = statusAt(steps);
  }

  private SuppliedStatus statusAt(long steps) {
    return new SuppliedStatus(
        steps,
        config.run().steps(),
        config.sac().randomSteps(),
        episodes,
        updates,
        run.updatesOwed(steps),
        publishedUpdates,
        steps >= config.run().steps() && updatesWanted(steps) <= 0);
  }

  /** A disk that is full now may have room later; until then no episode is taken. */
  private void checkpointIfDue() {
    if (!run.isCheckpointDue() || (checkpointFailing && System.nanoTime() - retryNanos < 0)) {
      return;
    }
    try {
      checkpoint();
      if (checkpointFailing) {
        LOG.info("A checkpoint could be written again; the training goes on.");
      }
      checkpointFailing = false;
    } catch (IOException e) {
      if (!checkpointFailing) {
        LOG.warn(
            "No checkpoint could be written ({}). Nothing is lost, but no more episodes are learnt"
                + " from until that is mended; it is tried again every few seconds.",
            e.getMessage());
      }
      checkpointFailing = true;
      retryNanos = System.nanoTime() + RETRY_NANOS;
    }
  }

  private void checkpoint() throws IOException {
    run.checkpoint(
        out -> {
          out.writeLong(source.settle());
          writeCounts(out);
        });
    covered.add(episodes);
    if (covered.size() > Checkpoint.KEPT) {
      covered.remove();
    }
    if (covered.size() == Checkpoint.KEPT) {
      source.release(covered.element());
    }
  }

  private void writeCounts(DataOutput out) throws IOException {
    out.writeLong(counts.episodes());
    out.writeLong(counts.falls());
    out.writeLong(counts.resets());
    out.writeLong(counts.standUps());
    out.writeDouble(counts.robotSeconds());
    out.writeDouble(counts.humanSeconds());
  }

  private static OperatorCounts readCounts(DataInput in) throws IOException {
    return new OperatorCounts(
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readDouble(),
        in.readDouble());
  }

  @Override
  public void close() throws IOException {
    run.close();
  }
}
