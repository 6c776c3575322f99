package minitaur.controller.train;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.gait.GaitReport;
import minitaur.controller.learn.policy.NetworkPolicy;
import minitaur.controller.learn.policy.Policy;
import minitaur.hal.file.AtomicFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evaluates the candidate policies of a run, selects the one that is kept in its policy file, and
 * tracks since when every evaluation walks.
 */
final class RunEvaluations {
  /** Evaluates policies that act without noise. */
  @FunctionalInterface
  interface Evaluator {
    /** Returns one result for each policy, in the same order. */
    List<EvaluationResult> evaluate(List<? extends Policy> policies);
  }

  private static final Logger LOG = LoggerFactory.getLogger(RunEvaluations.class);
  private static final long NEVER = -1;

  private final TrainingRun run;
  private final GuardedLearner learner;
  private final TrainingListener listener;
  private final Evaluator evaluator;
  private final PolicyRetention retention;

  /**
   * A real robot runs no evaluation episodes; its training episodes are evaluated instead. They ran
   * only the acting policy, which is the first candidate.
   */
  private final boolean evaluatesTraining;

  private final List<EpisodeSummary> trainingEpisodes = new ArrayList<>();

  /** Policies reused by all evaluations, one for each candidate. */
  private final List<NetworkPolicy> evaluated = new ArrayList<>();

  private boolean requested;
  private long lastStep;
  private long lastingWalkStep = NEVER;
  private byte @Nullable [] unwrittenPolicy;

  /**
   * @param run not closed
   * @param listener notified of each evaluation
   * @param retention decides whether an evaluated policy replaces an earlier one
   */
  RunEvaluations(
      TrainingRun run, TrainingListener listener, Evaluator evaluator, PolicyRetention retention) {
    this.run = run;
    this.listener = listener;
    this.evaluator = evaluator;
    this.retention = retention;
    learner = run.learner();
    evaluatesTraining = run.config().robot().isSerial();
  }

  /** Step of the last evaluation, 0 before the first one. */
  long lastStep() {
    return lastStep;
  }

  /** Step of the first evaluation since which every evaluation walks. */
  OptionalLong lastingWalkStep() {
    return lastingWalkStep == NEVER ? OptionalLong.empty() : OptionalLong.of(lastingWalkStep);
  }

  /** Adds a training episode. */
  void addEpisode(EpisodeSummary summary) {
    if (evaluatesTraining) {
      trainingEpisodes.add(summary);
    }
  }

  /** Requests an evaluation at the next {@link #runRequested} that has episodes to evaluate. */
  void request() {
    requested = true;
  }

  /**
   * Runs the requested evaluation, if any.
   *
   * @param steps environment steps of the run so far
   */
  void runRequested(long steps) {
    if (requested && !(evaluatesTraining && trainingEpisodes.isEmpty())) {
      requested = false;
      evaluate(steps);
    }
  }

  private void evaluate(long steps) {
    List<GuardedLearner.Candidate> candidates =
        IntStream.range(0, evaluatesTraining ? 1 : learner.candidateCount())
            .mapToObj(learner::candidate)
            .toList();
    List<EvaluationResult> results =
        evaluatesTraining
            ? List.of(EvaluationResult.of(trainingEpisodes, GaitReport.empty()))
            : evaluator.evaluate(policies(candidates));
    GuardedLearner.Candidate best = candidates.get(0);
    EvaluationResult bestResult = results.get(0);
    for (int i = 1; i < candidates.size(); i++) {
      if (results.get(i).isBetterThan(bestResult, candidates.get(i).tolerance())) {
        best = candidates.get(i);
        bestResult = results.get(i);
      }
    }
    trainingEpisodes.clear();
    lastStep = steps;
    if (!bestResult.walks()) {
      lastingWalkStep = NEVER;
    } else if (lastingWalkStep == NEVER) {
      lastingWalkStep = steps;
    }
    run.recorder().addEvaluation(steps, bestResult, learner.updates(), learner.metrics());
    boolean keeps = keeps(bestResult);
    if (keeps) {
      unwrittenPolicy = run.stored(best, steps).encode();
      if (learner.candidateCount() > 1) {
        LOG.info("Selected the {} policy.", best.name());
      }
    }
    listener.onEvaluation(steps, bestResult);
    if (!keeps) {
      listener.onPolicyDiscarded();
    }
  }

  /** Other learners keep the newest policy, and a robot's own episodes vary too much to compare. */
  private boolean keeps(EvaluationResult newest) {
    boolean selects =
        learner.candidateCount() > 1 && !evaluatesTraining && !learner.isConstrained();
    return !selects || retention.keeps(newest) || Files.notExists(run.directory().policy());
  }

  private List<NetworkPolicy> policies(List<GuardedLearner.Candidate> candidates) {
    for (int i = 0; i < candidates.size(); i++) {
      GuardedLearner.Candidate candidate = candidates.get(i);
      if (i == evaluated.size()) {
        evaluated.add(run.deterministic(candidate.spec()));
      }
      evaluated.get(i).set(candidate.parameters().id(), candidate.parameters().values());
    }
    return evaluated;
  }

  /** Writes the selected policy, unless it is written already. */
  void writePolicy() throws IOException {
    byte[] policy = unwrittenPolicy;
    if (policy != null) {
      AtomicFile.write(run.directory().policy(), policy);
      unwrittenPolicy = null;
    }
  }

  /** Saves the steps, without the retention. */
  void save(DataOutput out) throws IOException {
    out.writeLong(lastStep);
    out.writeLong(lastingWalkStep);
  }

  /** Restores what {@link #save} has saved. */
  void restore(DataInput in) throws IOException {
    lastStep = in.readLong();
    lastingWalkStep = in.readLong();
  }
}
