package minitaur.controller.train;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import minitaur.controller.learn.TransitionBatch;
import minitaur.controller.learn.replay.Replay;
import minitaur.controller.learn.sac.SoftActorCritic;
import minitaur.controller.learn.sac.UpdateStatistics;
import minitaur.hal.random.RandomStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes gradient steps on batches from the replay, and goes back to the last good state when a
 * number stops being finite.
 */
final class GuardedLearner {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedLearner.class);

  /** Gradient steps between two looks at every weight. */
  private static final int CHECK_INTERVAL = 1000;

  private static final int MAXIMUM_ROLLBACKS_IN_A_ROW = 3;

  private final SoftActorCritic sac;
  private final Replay replay;
  private final RandomStream batches;
  private final TransitionBatch batch;
  private UpdateStatistics statistics = new UpdateStatistics();
  private byte[] lastGood = new byte[0];
  private int rollbacksInARow;
  private long taken;

  /**
   * @param batches where the choice of transitions comes from, kept
   */
  GuardedLearner(SoftActorCritic sac, Replay replay, RandomStream batches, TransitionBatch batch) {
    this.sac = sac;
    this.replay = replay;
    this.batches = batches;
    this.batch = batch;
    keepAsGood();
  }

  /**
   * Takes one gradient step.
   *
   * @throws DivergenceException when going back did not help
   */
  void update() {
    taken++;
    replay.sample(batch, batches);
    statistics = sac.update(batch);
    boolean finite = statistics.isFinite();
    if (finite && sac.updates() % CHECK_INTERVAL == 0) {
      finite = sac.isFinite();
      if (finite) {
        keepAsGood();
        rollbacksInARow = 0;
      }
    }
    if (!finite) {
      rollBack();
    }
  }

  private void rollBack() {
    long at = sac.updates();
    rollbacksInARow++;
    try {
      sac.restore(new DataInputStream(new ByteArrayInputStream(lastGood)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (rollbacksInARow > MAXIMUM_ROLLBACKS_IN_A_ROW) {
      throw new DivergenceException(
          "The learner's numbers stopped being finite at update "
              + at
              + ", and again after each of "
              + MAXIMUM_ROLLBACKS_IN_A_ROW
              + " returns to its last good state. A smaller sac.learningRate may help.");
    }
    LOG.warn(
        "A loss or a weight stopped being finite at update {}: that update is not used, and the"
            + " learner goes on from its last good state, update {}.",
        at,
        sac.updates());
  }

  /** Makes the present state the one to go back to. */
  void keepAsGood() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.max(1024, lastGood.length));
    try {
      sac.save(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    lastGood = bytes.toByteArray();
  }

  /** What the last gradient step showed. */
  UpdateStatistics statistics() {
    return statistics;
  }

  /** Gradient steps that count. */
  long updates() {
    return sac.updates();
  }

  /** Gradient steps taken, those that were taken back included. */
  long taken() {
    return taken;
  }

  /** A copy of the policy's parameters. */
  PolicyParameters policy() {
    return new PolicyParameters(sac.updates(), sac.policy().toArray());
  }

  /**
   * Copies the policy's parameters.
   *
   * @param values in their order in memory. Modified.
   */
  void copyPolicy(float[] values) {
    sac.policy().memory.read(0, values, 0, values.length);
  }

  void save(DataOutput out) throws IOException {
    out.writeLong(taken);
    sac.save(out);
    batches.save(out);
  }

  void restore(DataInput in) throws IOException {
    taken = in.readLong();
    sac.restore(in);
    batches.restore(in);
    keepAsGood();
  }
}
