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
 * Takes gradient steps on batches from the replay, and goes back to the last good state when a
 * number stops being finite.
 */
final class GuardedLearner {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedLearner.class);

  /** Gradient steps between two looks at every weight. */
  private static final int CHECK_INTERVAL = 1000;

  private static final int MAXIMUM_ROLLBACKS_IN_A_ROW = 3;

  /** Records that a message about a divergence names. */
  private static final int EXTREMES = 3;

  /**
   * A symmetric gait does not turn and heats both sides alike, which an evaluation's return hardly
   * shows.
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

  // What has been learned from, for the message about a divergence.
  private long episodes;
  private long goodEpisodes;
  private long goodHead;

  /**
   * @param batches where the choice of transitions comes from, kept
   * @param symmetry by which a random half of each batch is mirrored, and one candidate made
   *     symmetric; null to mirror nothing
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
        "New since that state: %s, %s of the replay. The most extreme records of the batch: %s.",
        range("episode", goodEpisodes, episodes),
        range("record", goodHead, replay.head()),
        extremes());
  }

  /** The records of the batch with the largest numbers, largest first. */
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

  /** A record may be drawn twice. */
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

  /** NaN counts as infinite. */
  private static double magnitude(float[] values, int index) {
    float value = values[index];
    return Float.isNaN(value) ? Double.POSITIVE_INFINITY : Math.abs(value);
  }

  private static String range(String what, long from, long end) {
    return from >= end ? "no " + what : what + "s " + from + " to " + (end - 1);
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

  /**
   * A policy that may be kept.
   *
   * @param name what the log and the file call it
   * @param spec its shape
   * @param parameters its own copy
   * @param allowance share of the return that it may lack and still be kept before another one
   */
  record Candidate(String name, PolicySpec spec, PolicyParameters parameters, double allowance) {}

  /** The candidate that explores, with these parameters. */
  Candidate acting(PolicyParameters parameters) {
    return new Candidate(learner.deployable().get(0), learner.policySpec(), parameters, 0);
  }

  /** Number of candidates for evaluation and keeping; the first one is the acting policy. */
  int candidates() {
    return learner.deployable().size() + (symmetric == null ? 0 : 1);
  }

  /** A copy of a candidate; with a symmetry, the last one is the learner's last made symmetric. */
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
