package minitaur.controller.train;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import minitaur.controller.learn.Learner;
import minitaur.controller.learn.LearnerMetrics;
import minitaur.controller.learn.MirrorSymmetry;
import minitaur.controller.learn.PolicySpec;
import minitaur.controller.learn.TransitionBatch;
import minitaur.controller.learn.policy.SymmetricPolicy;
import minitaur.controller.learn.replay.Replay;
import minitaur.controller.task.PowerBudget;
import minitaur.hal.random.RandomStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes gradient steps on batches from the replay, and rolls back to the last good state if the
 * learner diverges (NaN or Inf).
 */
final class GuardedLearner {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedLearner.class);

  /** Gradient steps between two checks of all weights. */
  private static final int CHECK_INTERVAL = 1000;

  private static final int MAXIMUM_ROLLBACKS_IN_A_ROW = 3;

  /** Number of records that a divergence message lists. */
  private static final int EXTREMES = 3;

  /**
   * Fraction of the return that the symmetric candidate may lack. A symmetric gait walks straight
   * and heats both sides equally, which the return of an evaluation hardly reflects.
   */
  private static final double SYMMETRY_ALLOWANCE = 0.02;

  private final Learner learner;
  private final Replay replay;
  private final RandomStream batches;
  private final TransitionBatch batch;
  private final @Nullable MirrorSymmetry symmetry;
  private final @Nullable SymmetricPolicy symmetric;
  private final RandomStream mirrors;
  private final @Nullable PowerConstraint constraint;
  private byte[] lastGood = new byte[0];
  private int rollbacksInARow;
  private long taken;

  // State for the divergence message.
  private long episodes;
  private long goodEpisodes;
  private long goodHead;

  /**
   * @param batches random stream for sampling transitions; retained
   * @param symmetry mirrors a random half of each batch, and yields the symmetric candidate; null
   *     for no mirroring
   * @param mirrors random stream for selecting the mirrored half; retained
   * @param budget power budget that adjusts the rewards
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
    symmetric = symmetry == null ? null : new SymmetricPolicy(learner.policySpec(), symmetry);
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
   * @throws DivergenceException if rolling back did not help
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
          "The learner diverged (NaN or Inf) at update "
              + at
              + ", and again after each of "
              + MAXIMUM_ROLLBACKS_IN_A_ROW
              + " returns to its last good state. "
              + suspects()
              + " A smaller learning rate (section learner) may help.");
    }
    LOG.warn(
        "The learner diverged (NaN or Inf) at update {} and was rolled back to its last good state,"
            + " update {}. {}",
        at,
        learner.updates(),
        suspects());
  }

  /** Data that may have caused a divergence: new experience and the extremes of the batch. */
  private String suspects() {
    return String.format(
        Locale.ROOT,
        "New since that state: %s, %s of the replay. The most extreme records of the batch: %s.",
        range("episode", goodEpisodes, episodes),
        range("record", goodHead, replay.head()),
        extremes());
  }

  /** The records of the batch with the largest magnitudes, in descending order. */
  private String extremes() {
    return IntStream.range(0, batch.size)
        .boxed()
        .sorted(
            Comparator.comparingDouble(
                    (Integer row) -> Math.max(magnitude(batch.rewards, row), stateMagnitude(row)))
                .reversed())
        .filter(distinctRecord())
        .limit(EXTREMES)
        .map(
            row ->
                String.format(
                    Locale.ROOT,
                    "%d (reward %.6g, states up to %.6g)",
                    batch.records[row],
                    batch.rewards[row],
                    stateMagnitude(row)))
        .collect(Collectors.joining(", "));
  }

  /** Accepts each record once, since sampling is with replacement. */
  private Predicate<Integer> distinctRecord() {
    Set<Long> seen = new HashSet<>();
    return row -> seen.add(batch.records[row]);
  }

  private double stateMagnitude(int row) {
    int width = batch.states.length / batch.size;
    double most = 0;
    for (int i = row * width; i < (row + 1) * width; i++) {
      most = Math.max(most, Math.max(magnitude(batch.states, i), magnitude(batch.nextStates, i)));
    }
    return most;
  }

  /** Absolute value; infinite for NaN. */
  private static double magnitude(float[] values, int index) {
    float value = values[index];
    return Float.isNaN(value) ? Double.POSITIVE_INFINITY : Math.abs(value);
  }

  private static String range(String what, long from, long end) {
    return from >= end ? "no " + what : what + "s " + from + " to " + (end - 1);
  }

  /** Sets the number of episodes collected so far, for the divergence message. */
  void noteEpisodes(long count) {
    episodes = count;
  }

  /** Makes the current state the rollback target. */
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

  /** Metrics of the last gradient step. */
  LearnerMetrics metrics() {
    return learner.metrics();
  }

  /** Gradient steps without those that were rolled back. */
  long updates() {
    return learner.updates();
  }

  /** Gradient steps taken, including those that were rolled back. */
  long taken() {
    return taken;
  }

  /** A copy of the policy parameters. */
  PolicyParameters policy() {
    float[] values = new float[learner.policySpec().parameters()];
    learner.copyActing(values);
    return new PolicyParameters(learner.updates(), values);
  }

  /**
   * Copies the policy parameters.
   *
   * @param values in memory order. Modified.
   */
  void copyPolicy(float[] values) {
    learner.copyActing(values);
  }

  /**
   * A policy that may be deployed.
   *
   * @param name name in log and file
   * @param spec its architecture
   * @param parameters its own copy
   * @param allowance fraction of the return by which it may be worse and still be preferred
   */
  record Candidate(String name, PolicySpec spec, PolicyParameters parameters, double allowance) {}

  /** The exploring candidate with the given parameters. */
  Candidate acting(PolicyParameters parameters) {
    return new Candidate(learner.deployable().get(0), learner.policySpec(), parameters, 0);
  }

  /** Number of candidates for evaluation; the first one is the acting policy. */
  int candidates() {
    return learner.deployable().size() + (symmetric == null ? 0 : 1);
  }

  /**
   * A copy of a candidate; with a symmetry, the last one is the symmetrized last policy of the
   * learner.
   */
  Candidate candidate(int index) {
    List<String> names = learner.deployable();
    if (symmetric != null && index == names.size()) {
      Candidate original = candidate(index - 1);
      return new Candidate(
          "symmetric",
          symmetric.spec(),
          new PolicyParameters(
              original.parameters.id(), symmetric.of(original.parameters.values())),
          SYMMETRY_ALLOWANCE);
    }
    float[] values = new float[learner.policySpec().parameters()];
    learner.copyDeployable(index, values);
    return new Candidate(
        names.get(index), learner.policySpec(), new PolicyParameters(learner.updates(), values), 0);
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
