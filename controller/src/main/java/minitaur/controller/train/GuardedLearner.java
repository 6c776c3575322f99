package minitaur.controller.train;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import minitaur.controller.learn.Learner;
import minitaur.controller.learn.LearnerMetrics;
import minitaur.controller.learn.MirrorSymmetry;
import minitaur.controller.learn.TransitionBatch;
import minitaur.controller.learn.replay.Replay;
import minitaur.controller.task.PowerBudget;
import minitaur.hal.random.RandomStream;
import org.jspecify.annotations.Nullable;
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

  private final Learner learner;
  private final Replay replay;
  private final RandomStream batches;
  private final TransitionBatch batch;
  private final @Nullable MirrorSymmetry symmetry;
  private final RandomStream mirrors;
  private final @Nullable PowerConstraint constraint;
  private byte[] lastGood = new byte[0];
  private int rollbacksInARow;
  private long taken;

  // What has been learned from, for the message about a divergence.
  private long episodes;
  private long goodEpisodes;
  private long goodHead;

  /**
   * @param batches where the choice of transitions comes from, kept
   * @param symmetry by which a random half of each batch is mirrored; null to mirror nothing
   * @param mirrors where the choice of that half comes from, kept
   * @param budget what the rewards are adjusted to
   */
  GuardedLearner(
      Learner learner,
      Replay replay,
      RandomStream batches,
      TransitionBatch batch,
      @Nullable MirrorSymmetry symmetry,
      RandomStream mirrors,
      PowerBudget budget) {
    this.symmetry = symmetry;
    this.mirrors = mirrors;
    this.learner = learner;
    this.replay = replay;
    this.batches = batches;
    this.batch = batch;
    constraint =
        budget.isLimited() ? new PowerConstraint(budget, replay, batch, learner.metrics()) : null;
    keepAsGood();
  }

  /**
   * Takes one gradient step.
   *
   * @throws DivergenceException when going back did not help
   */
  void update() {
    taken++;
    if (learner.isOnPolicy()) {
      replay.newest(batch);
    } else {
      replay.sample(batch, batches);
      mirrorRandomHalf();
    }
    if (constraint != null) {
      constraint.apply(batch);
    }
    learner.update(batch);
    boolean finite = learner.metrics().isFinite();
    if (finite && learner.updates() % CHECK_INTERVAL == 0) {
      finite = learner.isFinite();
      if (finite) {
        keepAsGood();
        rollbacksInARow = 0;
      }
    }
    if (!finite) {
      rollBack();
    }
  }

  private void mirrorRandomHalf() {
    if (symmetry == null) {
      return;
    }
    for (int row = 0; row < batch.size; row++) {
      if (mirrors.nextLong() < 0) {
        symmetry.mirror(batch, row);
      }
    }
  }

  private void rollBack() {
    long at = learner.updates();
    rollbacksInARow++;
    try {
      learner.restore(new DataInputStream(new ByteArrayInputStream(lastGood)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (rollbacksInARow > MAXIMUM_ROLLBACKS_IN_A_ROW) {
      throw new DivergenceException(
          "The learner's numbers stopped being finite at update "
              + at
              + ", and again after each of "
              + MAXIMUM_ROLLBACKS_IN_A_ROW
              + " returns to its last good state. "
              + suspects()
              + " A smaller learning rate (section learner) may help.");
    }
    LOG.warn(
        "A loss or a weight stopped being finite at update {}: that update is not used, and the"
            + " learner continues from its last good state, update {}. {}",
        at,
        learner.updates(),
        suspects());
  }

  /** The data that may have caused a divergence: what is new, and the extremes of the batch. */
  private String suspects() {
    return String.format(
        Locale.ROOT,
        "New since that state: %s, %s of the replay. The batch held rewards of %.6g to %.6g and"
            + " states with a magnitude of up to %.6g.",
        range("episode", goodEpisodes, episodes),
        range("record", goodHead, replay.head()),
        min(batch.rewards),
        max(batch.rewards),
        Math.max(max(batch.states), -min(batch.states)));
  }

  private static String range(String what, long from, long end) {
    return from >= end ? "no " + what : what + "s " + from + " to " + (end - 1);
  }

  private static float min(float[] values) {
    float min = values[0];
    for (float value : values) {
      min = Math.min(min, value);
    }
    return min;
  }

  private static float max(float[] values) {
    float max = values[0];
    for (float value : values) {
      max = Math.max(max, value);
    }
    return max;
  }

  /** Notes how many episodes are in the replay or were, for the message about a divergence. */
  void noteEpisodes(long count) {
    episodes = count;
  }

  /** Makes the present state the one to go back to. */
  void keepAsGood() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.max(1024, lastGood.length));
    try {
      learner.save(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    lastGood = bytes.toByteArray();
    goodEpisodes = episodes;
    goodHead = replay.head();
  }

  /** What the last gradient step showed. */
  LearnerMetrics metrics() {
    return learner.metrics();
  }

  /** Gradient steps that count. */
  long updates() {
    return learner.updates();
  }

  /** Gradient steps taken, those that were taken back included. */
  long taken() {
    return taken;
  }

  /** A copy of the policy's parameters. */
  PolicyParameters policy() {
    float[] values = new float[learner.policySpec().parameters()];
    learner.copyActing(values);
    return new PolicyParameters(learner.updates(), values);
  }

  /**
   * Copies the policy's parameters.
   *
   * @param values in their order in memory. Modified.
   */
  void copyPolicy(float[] values) {
    learner.copyActing(values);
  }

  /** Candidates for evaluation and keeping, by name; the first one is the acting policy. */
  List<String> deployable() {
    return learner.deployable();
  }

  /** A copy of a candidate's parameters. */
  PolicyParameters deployable(int candidate) {
    float[] values = new float[learner.policySpec().parameters()];
    learner.copyDeployable(candidate, values);
    return new PolicyParameters(learner.updates(), values);
  }

  void save(DataOutput out) throws IOException {
    out.writeLong(taken);
    learner.save(out);
    batches.save(out);
    mirrors.save(out);
    if (constraint != null) {
      constraint.save(out);
    }
  }

  void restore(DataInput in) throws IOException {
    taken = in.readLong();
    learner.restore(in);
    batches.restore(in);
    mirrors.restore(in);
    if (constraint != null) {
      constraint.restore(in);
    }
    keepAsGood();
  }
}
