package minitaur.controller.train;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.ReplayWriter;
import minitaur.controller.lifecycle.EpisodeLifecycle;
import minitaur.controller.operator.OperatorCounts;
import minitaur.hal.loop.Threads;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Control and learning side by side. The control thread runs episodes and never waits for the
 * learner; transitions, summaries and its own state for checkpoints go to the learner's thread, and
 * the newest policy comes back between episodes.
 */
final class AsynchronousTraining {
  private static final Logger LOG = LoggerFactory.getLogger(AsynchronousTraining.class);

  /** Over five minutes at 50 Hz. */
  private static final int QUEUE = 16_384;

  private static final int UPDATES_PER_POLICY = 50;
  private static final long BEHIND_UPDATES = 500;
  private static final long IDLE_NANOS = 1_000_000;

  private final TrainingRun run;
  private final long wantedSteps;
  private final TransitionQueue queue = new TransitionQueue(QUEUE);
  private final StepAccount stored;
  private final StepAccount taken = new StepAccount(queue);
  private final Queue<Ended> ended = new ConcurrentLinkedQueue<>();
  private final PolicyExchange newest;

  /** Policies that are going to act, to be kept; writing them is not for the thread that acts. */
  private final Queue<PolicyParameters> acting = new ConcurrentLinkedQueue<>();

  private final Collector collector;
  private final Thread control = new Thread(this::collect, "control");
  private volatile boolean stopping;
  private volatile @Nullable Throwable failure;
  private byte[] collecting = new byte[0];
  private long lostReported;
  private boolean behind;

  /** An episode that is over, with the control side's state after it. */
  private record Ended(EpisodeSummary summary, OperatorCounts counts, byte[] state) {}

  AsynchronousTraining(ControllerConfig config, TrainingRun run, Surroundings surroundings) {
    this.run = run;
    wantedSteps = config.run().steps();
    stored = new StepAccount(new ReplayWriter(run.replay()));
    newest = new PolicyExchange(run.policy());
    Consumer<PolicyParameters> keeper =
        config.robot().isSerial() ? policy -> acting.add(policy.copy()) : policy -> {};
    collector =
        new Collector(config, surroundings, run.behaviour(newest, keeper), taken, run.observer());
  }

  /** Goes back to the newest checkpoint, with everything that was stored after it. */
  void resume() throws IOException {
    DataInputStream in = run.resume(false);
    collecting = in.readNBytes(in.readInt());
    Checkpoint.requireEnd(in);
    collector.restore(new DataInputStream(new ByteArrayInputStream(collecting)));
    run.publishTo(newest);
  }

  /**
   * Trains to the configured number of steps.
   *
   * @param stop asked all the time whether to stop; control then ends its episode first
   * @return whether it came to the end
   */
  boolean train(BooleanSupplier stop) throws IOException {
    run.start();
    long earlier = collector.steps();
    control.start();
    try {
      while (run.steps() < wantedSteps && !stop.getAsBoolean()) {
        checkControl();
        learn();
      }
      return run.steps() >= wantedSteps;
    } finally {
      endControl();
      takeOver();
      run.checkpoint(this::save);
      collector.finish(
          run.steps() >= wantedSteps
              ? "the training is complete"
              : "the training was stopped; it can go on later");
      run.balance(balance(earlier));
    }
  }

  private StepBalance balance(long earlier) {
    long late = taken.whole() + taken.gaps() - stored.whole() - stored.gaps();
    return new StepBalance(collector.steps() - earlier, stored.whole(), stored.gaps(), late);
  }

  private void learn() throws IOException {
    takeOver();
    long owed = run.updatesOwed(run.steps());
    noteLag(owed);
    if (owed <= 0 || run.replay().size() == 0) {
      LockSupport.parkNanos(IDLE_NANOS);
      return;
    }
    for (long update = Math.min(owed, UPDATES_PER_POLICY); update > 0; update--) {
      run.update();
    }
    run.publishTo(newest);
    if (run.isCheckpointDue() && collecting.length > 0) {
      run.checkpoint(this::save);
    }
  }

  /** Takes over what control has handed out. */
  private void takeOver() throws IOException {
    queue.drainTo(stored);
    for (PolicyParameters policy = acting.poll(); policy != null; policy = acting.poll()) {
      run.keep(policy);
    }
    run.advanceTo(collector.steps());
    for (Ended episode = ended.poll(); episode != null; episode = ended.poll()) {
      collecting = episode.state();
      run.episodeEnded(episode.summary(), episode.counts());
    }
    long lost = queue.lost();
    if (lost > lostReported) {
      LOG.warn(
          "{} transitions were lost in all: the learner is more than {} steps behind. Fewer updates a step"
              + " (sac.updatesPerStep) would let it keep up.",
          lost,
          QUEUE);
      lostReported = lost;
    }
  }

  private void noteLag(long owed) {
    boolean nowBehind = owed > BEHIND_UPDATES;
    if (nowBehind && !behind) {
      LOG.warn("The learner has fallen {} updates behind the episodes.", owed);
    }
    behind = nowBehind;
  }

  private void save(DataOutput out) throws IOException {
    out.writeInt(collecting.length);
    out.write(collecting);
  }

  private void checkControl() {
    Throwable thrown = failure;
    if (thrown != null) {
      throw new IllegalStateException("the control thread failed", thrown);
    }
  }

  private void endControl() {
    stopping = true;
    Threads.join(control);
  }

  /** Runs on the control thread. */
  private void collect() {
    try {
      while (true) {
        if (collector.advance() == EpisodeLifecycle.Outcome.EPISODE_ENDED) {
          ended.add(new Ended(collector.summary(), collector.counts(), controlState()));
        }
        if (stopping && !collector.isInEpisode()) {
          return;
        }
      }
    } catch (RuntimeException | Error e) {
      failure = e;
    }
  }

  private byte[] controlState() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      collector.save(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
