package minitaur.controller.train;

import java.io.ByteArrayInputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import minitaur.controller.learn.Learner;
import minitaur.controller.learn.LearnerMetrics;
import minitaur.controller.learn.MirrorSymmetry;
import minitaur.controller.learn.PolicySpec;
import minitaur.controller.learn.TransitionBatch;
import minitaur.controller.learn.policy.PolicySymmetrizer;
import minitaur.controller.learn.replay.Replay;
import minitaur.controller.task.PowerBudget;
import minitaur.hal.Text;
import minitaur.hal.random.RandomStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes gradient steps on batches from the replay buffer, and rolls back to the last good state if
 * the learner diverges (NaN or Inf).
 */
final class GuardedLearner {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedLearner.class);

  /** Gradient steps between two checks of all weights. */
  private static final int CHECK_INTERVAL = 1000;

  private static final int MAX_CONSECUTIVE_ROLLBACKS = 3;

  /** Number of records that a divergence message lists. */
  private static final int MAX_LISTED_RECORDS = 3;

  /**
   * Fraction of the return by which the symmetric candidate may be worse. A symmetric gait walks
   * straight and heats the motors of both sides equally, which the return of an evaluation hardly
   * reflects.
   */
  private static final double SYMMETRY_TOLERANCE = 0.02;

  private final Learner learner;
  private final Replay replay;
  private final RandomStream batchStream;
  private final TransitionBatch batch;
  private final @Nullable MirrorSymmetry symmetry;
  private final @Nullable PolicySymmetrizer symmetric;
  private final RandomStream mirrorStream;
  private final @Nullable PowerConstraint constraint;
  private final float[] policyValues;
  private byte[] rollbackState = new byte[0];
  private int consecutiveRollbacks;
  private long totalUpdates;

  // State for the divergence message.
  private long episodes;
  private long rollbackEpisodes;
  private long rollbackHead;

  /**
   * @param batchStream random stream for sampling transitions; retained
   * @param symmetry mirrors a random half of each batch and creates the symmetric candidate; null
   *     for no mirroring
   * @param mirrorStream random stream for selecting the mirrored half; retained
   * @param budget power budget that adjusts the rewards
   */
  GuardedLearner(
      Learner learner,
      Replay replay,
      RandomStream batchStream,
      TransitionBatch batch,
      @Nullable MirrorSymmetry symmetry,
      RandomStream mirrorStream,
      PowerBudget budget) {
    this.symmetry = symmetry;
    symmetric = symmetry == null ? null : new PolicySymmetrizer(learner.policySpec(), symmetry);
    this.mirrorStream = mirrorStream;
    this.learner = learner;
    policyValues = new float[learner.policySpec().parameters()];
    this.replay = replay;
    this.batchStream = batchStream;
    this.batch = batch;
    constraint =
        budget.isLimited() ? new PowerConstraint(budget, replay, batch, learner.metrics()) : null;
    saveRollbackState();
  }

  /**
   * Takes one gradient step.
   *
   * @throws DivergenceException if the learner diverges repeatedly despite rollbacks
   */
  void update() {
    totalUpdates++;
    if (learner.isOnPolicy()) {
      replay.newest(batch);
    } else {
      replay.sample(batch, batchStream);
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
        saveRollbackState();
        consecutiveRollbacks = 0;
      }
    }
    if (!finite) {
      rollBack();
    }
  }

  /**
   * Rolls back if the last gradient step diverged without an effect on its metrics, so that a
   * checkpoint contains no such state.
   *
   * @throws DivergenceException as {@link #update}
   */
  void checkWeights() {
    if (!learner.isFinite()) {
      rollBack();
    }
  }

  /**
   * Rolls back if the last gradient step made the acting policy diverge, so that no such policy
   * acts. The metrics show this only at the next step. Cheaper than {@link #checkWeights}.
   *
   * @return the acting policy's parameters in memory order, valid until the next call
   * @throws DivergenceException as {@link #update}
   */
  float[] checkPolicy() {
    learner.copyActingPolicy(policyValues);
    for (float value : policyValues) {
      if (!Float.isFinite(value)) {
        rollBack();
        learner.copyActingPolicy(policyValues);
        break;
      }
    }
    return policyValues;
  }

  private void mirrorRandomHalf() {
    if (symmetry == null) {
      return;
    }
    for (int row = 0; row < batch.size; row++) {
      if (mirrorStream.nextLong() < 0) {
        symmetry.mirror(batch, row);
      }
    }
  }

  private void rollBack() {
    long divergedUpdate = learner.updates();
    consecutiveRollbacks++;
    try {
      learner.restore(new DataInputStream(new ByteArrayInputStream(rollbackState)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (consecutiveRollbacks > MAX_CONSECUTIVE_ROLLBACKS) {
      throw new DivergenceException(
          ("The learner diverged (NaN or Inf) at update %d, and again after each of %d rollbacks to"
                  + " its last good state. %s A smaller learning rate (section learner) may help.")
              .formatted(divergedUpdate, MAX_CONSECUTIVE_ROLLBACKS, describeSuspects()));
    }
    LOG.warn(
        "The learner diverged (NaN or Inf) at update {} and was rolled back to its last good state,"
            + " update {}. {}",
        divergedUpdate,
        learner.updates(),
        describeSuspects());
  }

  /** Data that may have caused a divergence: new experience and the extremes of the batch. */
  private String describeSuspects() {
    return Text.of(
        "Added since that state: %s, %s of the replay buffer. The most extreme records of the"
            + " batch: %s.",
        range("episode", rollbackEpisodes, episodes),
        range("record", rollbackHead, replay.head()),
        extremeRecords());
  }

  /** The records of the batch with the largest magnitudes, in descending order. */
  private String extremeRecords() {
    return IntStream.range(0, batch.size)
        .boxed()
        .sorted(
            Comparator.comparingDouble(
                    (Integer row) -> Math.max(magnitude(batch.rewards, row), stateMagnitude(row)))
                .reversed())
        .filter(distinctRecord())
        .limit(MAX_LISTED_RECORDS)
        .map(
            row ->
                Text.of(
                    "%d (reward %.6g, states up to %.6g)",
                    batch.records[row], batch.rewards[row], stateMagnitude(row)))
        .collect(Collectors.joining(", "));
  }

  /** Accepts each record once, since sampling is with replacement. */
  private Predicate<Integer> distinctRecord() {
    Set<Long> seen = new HashSet<>();
    return row -> seen.add(batch.records[row]);
  }

  private double stateMagnitude(int row) {
    int width = batch.states.length / batch.size;
    double max = 0;
    for (int i = row * width; i < (row + 1) * width; i++) {
      max = Math.max(max, Math.max(magnitude(batch.states, i), magnitude(batch.nextStates, i)));
    }
    return max;
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
  void setEpisodes(long count) {
    episodes = count;
  }

  /** Makes the current state the rollback target. */
  void saveRollbackState() {
    rollbackState = Checkpoint.bytes(learner::save);
    rollbackEpisodes = episodes;
    rollbackHead = replay.head();
  }

  /** Metrics of the last gradient step. */
  LearnerMetrics metrics() {
    return learner.metrics();
  }

  /** Gradient steps taken, excluding those that were rolled back. */
  long updates() {
    return learner.updates();
  }

  /** Gradient steps taken, including those that were rolled back. */
  long totalUpdates() {
    return totalUpdates;
  }

  /** A copy of the policy parameters. */
  PolicyParameters policy() {
    float[] values = new float[learner.policySpec().parameters()];
    learner.copyActingPolicy(values);
    return new PolicyParameters(learner.updates(), values);
  }

  /**
   * A policy that may be deployed.
   *
   * @param name name in the log and in the policy file
   * @param spec architecture
   * @param parameters copy of the parameters, owned by the candidate
   * @param tolerance fraction of the return by which it may be worse and still be preferred
   */
  record Candidate(String name, PolicySpec spec, PolicyParameters parameters, double tolerance) {}

  /** The acting policy as a candidate, with the given parameters. */
  Candidate actingCandidate(PolicyParameters parameters) {
    return new Candidate(learner.deployablePolicies().get(0), learner.policySpec(), parameters, 0);
  }

  /** Whether a power budget, which the return of an evaluation does not reflect, is learned. */
  boolean isConstrained() {
    return constraint != null;
  }

  /** Number of candidates for evaluation; the first one is the acting policy. */
  int candidateCount() {
    return learner.deployablePolicies().size() + (symmetric == null ? 0 : 1);
  }

  /**
   * A copy of a candidate; with a symmetry, the last one is the symmetrized last policy of the
   * learner.
   */
  Candidate candidate(int index) {
    List<String> names = learner.deployablePolicies();
    if (symmetric != null && index == names.size()) {
      Candidate original = candidate(index - 1);
      return new Candidate(
          "symmetric",
          symmetric.spec(),
          new PolicyParameters(
              original.parameters.id(), symmetric.symmetrize(original.parameters.values())),
          SYMMETRY_TOLERANCE);
    }
    float[] values = new float[learner.policySpec().parameters()];
    learner.copyDeployablePolicy(index, values);
    return new Candidate(
        names.get(index), learner.policySpec(), new PolicyParameters(learner.updates(), values), 0);
  }

  void save(DataOutput out) throws IOException {
    out.writeLong(totalUpdates);
    learner.save(out);
    batchStream.save(out);
    mirrorStream.save(out);
    if (constraint != null) {
      constraint.save(out);
    }
  }

  void restore(DataInput in) throws IOException {
    totalUpdates = in.readLong();
    learner.restore(in);
    batchStream.restore(in);
    mirrorStream.restore(in);
    if (constraint != null) {
      constraint.restore(in);
    }
    saveRollbackState();
  }
}
