package minitaur.controller.train;

import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import minitaur.controller.config.ConfigWriter;
import minitaur.controller.episode.EpisodeObserver;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.ReplayWriter;
import minitaur.controller.episode.gait.GaitReport;
import minitaur.controller.learn.EnvironmentSpec;
import minitaur.controller.learn.PolicySpec;
import minitaur.controller.learn.policy.Policy;
import minitaur.controller.learn.policy.SquashedGaussianPolicy;
import minitaur.controller.learn.policy.StoredPolicy;
import minitaur.controller.learn.replay.ReplayBuffer;
import minitaur.controller.learn.replay.TransitionReplay;
import minitaur.controller.run.LearningCurve;
import minitaur.controller.run.PlottedRun;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.run.RunSettings;
import minitaur.controller.run.storage.AtomicFile;
import minitaur.controller.settings.ControllerConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The training loop: takes experience from a source, takes the scheduled gradient steps, publishes
 * and evaluates policies, and writes the files of the run. The same loop serves episodes on this
 * thread, episodes on a separate thread and episodes that another process collects.
 *
 * <p>If the disk is full or fails, the run pauses, keeps the pending output and resumes when the
 * disk is writable again. If the learner diverges, it is rolled back to its last good state.
 */
public final class Trainer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);
  private static final long IDLE_NANOS = 1_000_000;
  private static final long RETRY_NANOS = 2_000_000_000L;

  private static final long NEVER = -1;

  /** Evaluations use a different seed than training, the same for each evaluation. */
  private static final long EVALUATION_SEED_OFFSET = 1_000_000_007L;

  private final ControllerConfig config;
  private final RunDirectory directory;
  private final TrainingListener listener;
  private final TrainingRun run;
  private final TrainingSchedule schedule;
  private final PolicyOutlet outlet;
  private final ExperienceSource source;
  private final GuardedLearner learner;
  private final RunRecorder recorder;

  /** The evaluated policy for each architecture of a candidate. */
  private final Map<PolicySpec, SquashedGaussianPolicy> evaluated = new HashMap<>();

  private final Evaluator evaluator;
  private final List<EpisodeSummary> recent = new ArrayList<>();

  /** The configuration as stored in a checkpoint. */
  private final byte[] yaml;

  private long steps;
  private long skippedUpdates;
  private boolean skippingReported;
  private boolean evaluationDue;
  private long lastEvaluatedStep;
  private long lastingWalkStep = NEVER;
  private long lastCheckpointStep;
  private boolean episodeEnded;
  private long publishedId;
  private byte @Nullable [] unwrittenPolicy;
  private boolean curveFailed;
  private boolean held;
  private long retryNanos;
  private volatile TrainerStatus status;

  /** Evaluates a policy that acts without noise. */
  @FunctionalInterface
  interface Evaluator {
    EvaluationResult evaluate(Policy policy);
  }

  /** Source of experience, and evaluator of policies. */
  private record World(ExperienceSource source, Evaluator evaluator) {}

  private Trainer(
      ControllerConfig config,
      RunDirectory directory,
      TrainingListener listener,
      TrainingRun run,
      TrainingSchedule schedule,
      PolicyOutlet outlet,
      World world) {
    this.config = config;
    this.directory = directory;
    this.listener = listener;
    this.run = run;
    this.schedule = schedule;
    this.outlet = outlet;
    learner = run.learner();
    recorder = run.recorder();
    source = world.source();
    evaluator = world.evaluator();
    yaml = ConfigWriter.write(config).getBytes(StandardCharsets.UTF_8);
    status = statusNow();
  }

  /**
   * A trainer on the episodes of a robot in this process.
   *
   * @param directory open for this run; existing files belong to it
   * @param revision of the program, for the policy files
   * @param listener called from the thread that trains
   * @param session not closed
   */
  static Trainer onRobot(
      ControllerConfig config,
      RunDirectory directory,
      String revision,
      TrainingListener listener,
      RunContext session)
      throws IOException {
    ReplayBuffer replay = TrainingRun.robotReplay(config, directory.replay());
    TrainingRun run = TrainingRun.onRobot(config, directory, revision, replay);
    PolicyExchange newest = new PolicyExchange(run.learner().policy());
    TrainingSchedule schedule = new TrainingSchedule(config, false);
    BehaviourPolicies behaviour = run.behaviour(schedule.policySteps(), newest);
    ReplayWriter writer = new ReplayWriter(replay);
    EpisodeObserver recording = run.recordEpisodes();
    ExperienceSource source =
        config.run().mode() == RunSettings.Mode.LOCK_STEP
            ? new LockStepEpisodes(new Collector(config, session, behaviour, writer, recording))
            : new ConcurrentEpisodes(
                writer, sink -> new Collector(config, session, behaviour, sink, recording));
    return new Trainer(
        config, directory, listener, run, schedule, newest, new World(source, simulated(config)));
  }

  /**
   * A trainer on an environment in another process.
   *
   * @param directory open for this run; existing files belong to it
   * @param revision of the program, for the policy files
   * @param listener called from the thread that trains
   * @param environments not closed
   */
  static Trainer onEnvironment(
      ControllerConfig config,
      RunDirectory directory,
      String revision,
      TrainingListener listener,
      ExternalEnvironments environments)
      throws IOException {
    EnvironmentSpec spec = environments.spec();
    int slack = TrainingRun.replaySlack(config, spec.horizonSteps());
    TransitionReplay replay =
        TransitionReplay.open(directory.replay(), spec, config.learner().replayCapacity(), slack);
    TrainingRun run =
        new TrainingRun(
            config,
            directory,
            revision,
            spec,
            replay,
            PolicyContext.ofExternal(environments.training().spec()));
    PolicyExchange newest = new PolicyExchange(run.learner().policy());
    TrainingSchedule schedule = new TrainingSchedule(config, false);
    ExperienceSource source =
        new ExternalEpisodes(
            config, environments, run.behaviour(schedule.policySteps(), newest), replay);
    ExternalEvaluation evaluation =
        new ExternalEvaluation(environments, config.run().seed() + EVALUATION_SEED_OFFSET);
    return new Trainer(
        config, directory, listener, run, schedule, newest, new World(source, evaluation::run));
  }

  /**
   * A trainer on episodes that another process collects.
   *
   * @param directory open for this run; existing files belong to it
   * @param revision of the program, for the policy files
   * @param listener called from the thread that trains
   * @param supplier not closed
   * @param outlet sends the policies to the collectors
   */
  public static Trainer onSuppliedEpisodes(
      ControllerConfig config,
      RunDirectory directory,
      String revision,
      TrainingListener listener,
      EpisodeSource supplier,
      PolicyOutlet outlet)
      throws IOException {
    ReplayBuffer replay = TrainingRun.robotReplay(config, directory.replay());
    TrainingRun run = TrainingRun.onRobot(config, directory, revision, replay);
    TrainingSchedule schedule = new TrainingSchedule(config, true);
    return new Trainer(
        config,
        directory,
        listener,
        run,
        schedule,
        outlet,
        new World(new SuppliedEpisodes(supplier, replay, schedule), simulated(config)));
  }

  private static Evaluator simulated(ControllerConfig config) {
    return policy ->
        Evaluation.run(
            config,
            policy,
            config.run().evaluationEpisodes(),
            config.run().seed() + EVALUATION_SEED_OFFSET);
  }

  /**
   * Starts the run, or restores its newest checkpoint if there is one, and publishes the policy.
   *
   * @throws TrainingException if there are checkpoints but none can be used
   */
  public void begin() throws IOException {
    if (Checkpoint.isAny(directory.checkpoints())) {
      restore(Checkpoint.readNewest(directory.checkpoints()));
    } else {
      Resumption.requireUntouched(
          directory.checkpoints(), run.replay().head() > 0 || recorder.hasRows());
      source.reset();
    }
    AtomicFile.write(directory.checkpoints().resolve(Resumption.CONFIG_COPY), yaml);
    checkpoint();
    publish();
  }

  /**
   * Trains to the configured number of steps, after {@link #begin}.
   *
   * @param stop polled; when true the run ends after the current episode, with a checkpoint
   * @return whether the training is complete
   * @throws DivergenceException if the learner diverges repeatedly
   */
  public boolean train(BooleanSupplier stop) throws IOException {
    listener.onStart(steps);
    listener.onCounts(source.counts());
    source.start();
    runUntil(stop);
    source.balance().ifPresent(this::report);
    boolean complete = isComplete();
    source.finish(
        complete ? "the training is complete" : "the training was stopped; it can resume");
    finishWriting(stop);
    publish();
    if (complete && lastEvaluatedStep > 0 && !config.environment().isExternal()) {
      listener.onComplete(
          lastingWalkStep == NEVER ? OptionalLong.empty() : OptionalLong.of(lastingWalkStep));
    }
    return complete;
  }

  private void runUntil(BooleanSupplier stop) {
    boolean stopping = false;
    while (true) {
      if (!stopping && stop.getAsBoolean()) {
        stopping = true;
        source.requestStop();
      }
      switch (collect()) {
        case STEPS -> {
          limitBacklog();
          learn();
          advance();
        }
        case EPISODE_ENDED -> {
          limitBacklog();
          endEpisode();
        }
        case WAITED -> {}
        case NONE -> {
          boolean learned = learn();
          advance();
          if (source.isExhausted() && (stopping || isComplete())) {
            return;
          }
          if (!learned) {
            LockSupport.parkNanos(IDLE_NANOS);
          }
        }
      }
      write();
    }
  }

  private ExperienceSource.Progress collect() {
    try {
      return source.collect();
    } catch (IOException e) {
      hold(e);
      return ExperienceSource.Progress.NONE;
    }
  }

  /** Progress. Thread-safe. */
  public TrainerStatus status() {
    return status;
  }

  private TrainerStatus statusNow() {
    return new TrainerStatus(
        steps,
        schedule.isExploring(steps),
        source.episodes(),
        learner.updates(),
        pendingUpdates(),
        publishedId,
        isComplete());
  }

  private boolean isComplete() {
    return steps >= schedule.steps() && updatesWanted() <= 0;
  }

  // --- Learning ---

  /** Scheduled gradient steps that were not yet taken; below 0 when ahead. */
  private long pendingUpdates() {
    return schedule.updatesFor(source.steps()) - learner.taken() - skippedUpdates;
  }

  /** Gradient steps that may be taken now. */
  private long updatesWanted() {
    boolean learning = schedule.learnsAfter(source.steps()) && run.replay().size() > 0;
    return learning ? pendingUpdates() + schedule.updatesAhead() : 0;
  }

  private void limitBacklog() {
    long pending = pendingUpdates();
    if (pending <= schedule.maxPendingUpdates()) {
      return;
    }
    skippedUpdates += pending - schedule.maxPendingUpdates();
    if (!skippingReported) {
      skippingReported = true;
      LOG.warn(
          "The learner is {} updates behind the episodes; the oldest beyond that are skipped"
              + " (run.maxUpdateBacklog, remote.maxUpdateBacklog).",
          schedule.maxPendingUpdates());
    }
  }

  /** Takes pending gradient steps, and returns whether there were any. */
  private boolean learn() {
    long wanted = updatesWanted();
    if (wanted <= 0) {
      return false;
    }
    long turn = wanted;
    if (!schedule.isLockStep()) {
      turn = Math.min(wanted, schedule.updatesPerPolicy() - (learner.updates() - publishedId));
    }
    for (long left = turn; left > 0; left--) {
      learner.update();
    }
    if (schedule.isLockStep()) {
      // Without mid-episode refresh, only the policy at the end of an episode is fetched.
      if (schedule.policySteps() > 0) {
        publish();
      }
      return true;
    }
    boolean caughtUp = turn >= wanted;
    if ((caughtUp || learner.updates() - publishedId >= schedule.updatesPerPolicy())) {
      publish();
    }
    return true;
  }

  private void publish() {
    publishedId = learner.updates();
    outlet.publish(
        new PolicyOutlet.NewPolicy() {
          @Override
          public long id() {
            return learner.updates();
          }

          @Override
          public void copyTo(float[] values) {
            learner.copyPolicy(values);
          }

          @Override
          public byte[] encode() {
            return run.stored(learner.policy(), source.steps()).encode();
          }
        });
    status = statusNow();
  }

  // --- Progress ---

  /** Updates the step count from the source, and evaluates if an evaluation is scheduled. */
  private void advance() {
    long now = source.steps();
    evaluationDue |= schedule.evaluatesBetween(steps, now);
    steps = now;
    evaluationDue |= isComplete() && lastEvaluatedStep < schedule.steps();
    if (!schedule.isLockStep()) {
      status = statusNow();
    }
    listener.onUpdates(learner.updates(), learner.metrics());
    recorder.learner(steps, learner.updates(), learner.metrics());
    listener.onSteps(steps, pendingUpdates(), learner.metrics().value("temperature"));
    // A real robot runs no evaluation episodes; its training episodes are evaluated instead.
    if (evaluationDue && !(config.robot().isSerial() && recent.isEmpty())) {
      evaluationDue = false;
      evaluate();
    }
  }

  private void evaluate() {
    // On a real robot only the acting policy, which is the first candidate, was run.
    GuardedLearner.Candidate kept = learner.candidate(0);
    EvaluationResult result;
    if (config.robot().isSerial()) {
      result = EvaluationResult.of(recent, GaitReport.none());
    } else {
      result = measure(kept);
      for (int i = 1; i < learner.candidates(); i++) {
        GuardedLearner.Candidate other = learner.candidate(i);
        EvaluationResult otherResult = measure(other);
        if (otherResult.isBetterThan(result, other.allowance())) {
          kept = other;
          result = otherResult;
        }
      }
    }
    recent.clear();
    lastEvaluatedStep = steps;
    if (!result.walks()) {
      lastingWalkStep = NEVER;
    } else if (lastingWalkStep == NEVER) {
      lastingWalkStep = steps;
    }
    recorder.evaluation(steps, result, learner.updates(), learner.metrics());
    unwrittenPolicy = run.stored(kept, steps).encode();
    listener.onEvaluation(steps, result);
    if (learner.candidates() > 1) {
      LOG.info("Kept the {} policy.", kept.name());
    }
  }

  private EvaluationResult measure(GuardedLearner.Candidate candidate) {
    SquashedGaussianPolicy policy = evaluated.computeIfAbsent(candidate.spec(), run::deterministic);
    policy.set(candidate.parameters().id(), candidate.parameters().values());
    return evaluator.evaluate(policy);
  }

  private void endEpisode() {
    // Publishes the policy (in lock-step mode) and the status before the supplier is notified that
    // the episode was taken.
    if (schedule.isLockStep()) {
      publish();
    }
    status = statusNow();
    learner.noteEpisodes(source.episodes());
    EpisodeSummary summary = source.summary();
    recorder.episode(summary, source.counts(), source.steps());
    if (config.robot().isSerial()) {
      recent.add(summary);
    }
    listener.onEpisode(summary);
    episodeEnded = true;
    advance();
  }

  private void report(StepBalance balance) {
    if (balance.unaccounted() == 0) {
      LOG.info("{}.", balance.describe());
    } else {
      LOG.error("{}.", balance.describe());
    }
    listener.onBalance(balance);
  }

  // --- Files ---

  /** Writes pending output; an I/O error pauses the run. */
  private void write() {
    if (held && System.nanoTime() - retryNanos < 0) {
      return;
    }
    try {
      source.acknowledge();
      writePending();
      if (source.isSavable()
          && schedule.isCheckpointDue(source.steps(), lastCheckpointStep, episodeEnded)) {
        checkpoint();
      }
      release();
    } catch (IOException e) {
      hold(e);
    }
  }

  private void writePending() throws IOException {
    run.writeActingPolicies(steps);
    if (recorder.flush()) {
      draw();
    }
    byte[] policy = unwrittenPolicy;
    if (policy != null) {
      AtomicFile.write(directory.policy(), policy);
      unwrittenPolicy = null;
    }
  }

  /** Draws the learning curve. Errors are only logged: the curve can be drawn again at any time. */
  private void draw() {
    try {
      LearningCurve.draw(
          PlottedRun.of(
              directory.path(), config.run().seed(), config.task().timing().policyRateHz()),
          directory.curve());
    } catch (IOException e) {
      if (!curveFailed) {
        LOG.warn("The learning curve is not drawn: {}.", e.getMessage());
      }
      curveFailed = true;
    }
  }

  private void hold(IOException e) {
    retryNanos = System.nanoTime() + RETRY_NANOS;
    if (!held) {
      held = true;
      String reason = directory.path() + " cannot be written: " + e.getMessage();
      LOG.warn(
          "Paused: {}. Nothing is lost. Free some space or fix the disk; the run then resumes by"
              + " itself.",
          reason);
      source.hold(reason);
    }
  }

  private void release() {
    if (held) {
      held = false;
      LOG.info("{} can be written again; the run resumes.", directory.path());
      source.hold(null);
    }
  }

  /** Writes the last checkpoint, and retries until it succeeds or a stop is requested. */
  private void finishWriting(BooleanSupplier stop) throws IOException {
    while (true) {
      try {
        source.acknowledge();
        writePending();
        checkpoint();
        release();
        return;
      } catch (IOException e) {
        hold(e);
        if (stop.getAsBoolean()) {
          throw new TrainingException(
              "%s: the end of the run could not be saved (%s). Free some space, then resume it; it continues from step %d."
                  .formatted(directory.path(), e.getMessage(), lastCheckpointStep));
        }
        LockSupport.parkNanos(RETRY_NANOS / 10);
      }
    }
  }

  private void checkpoint() throws IOException {
    Checkpoint.write(
        directory.checkpoints(),
        source.steps(),
        out -> {
          save(out);
          source.save(out);
        });
    source.saved();
    learner.keepAsGood();
    lastCheckpointStep = source.steps();
    episodeEnded = false;
  }

  private void save(DataOutput out) throws IOException {
    run.replay().force();
    out.writeLong(source.steps());
    out.writeLong(run.replay().id());
    out.writeLong(run.replay().head());
    out.writeInt(yaml.length);
    out.write(yaml);
    out.writeLong(lastEvaluatedStep);
    out.writeLong(lastingWalkStep);
    out.writeLong(skippedUpdates);
    learner.save(out);
    recorder.save(out);
  }

  private void restore(DataInputStream in) throws IOException {
    steps = in.readLong();
    long replayId = in.readLong();
    long replayHead = in.readLong();
    Resumption.readConfig(in);
    lastEvaluatedStep = in.readLong();
    lastingWalkStep = in.readLong();
    skippedUpdates = in.readLong();
    restoreReplay(replayId, replayHead);
    learner.restore(in);
    recorder.restore(in, steps, learner.updates());
    source.restore(in);
    learner.noteEpisodes(source.episodes());
    learner.keepAsGood();
    Checkpoint.requireEnd(in);
    if (source.repeatsAfterRestore() && source.steps() != steps) {
      throw new TrainingException(
          "The checkpoint holds both %d and %d environment steps, so it was made by another version"
                  .formatted(steps, source.steps())
              + " of the program. Resume with that version, or start a new run.");
    }
    steps = source.steps();
    lastCheckpointStep = steps;
    reportDamagedPolicy();
    if (schedule.maxPendingUpdates() < Long.MAX_VALUE) {
      skippedUpdates += Math.max(0, pendingUpdates());
    }
    status = statusNow();
  }

  private void reportDamagedPolicy() {
    if (lastEvaluatedStep == 0) {
      return;
    }
    try {
      StoredPolicy.read(directory.policy());
    } catch (IOException e) {
      LOG.warn(
          "{} is damaged or missing ({}); it is written again at the next evaluation.",
          directory.policy(),
          e.getMessage());
    }
  }

  private void restoreReplay(long id, long head) throws TrainingException {
    try {
      run.replay().restore(id, head, !source.repeatsAfterRestore());
    } catch (IOException e) {
      throw new TrainingException(
          "%s cannot be used for the checkpoint at step %d: %s. Restore the file from a copy, or start a new run; the run's last policy is %s."
              .formatted(directory.replay(), steps, e.getMessage(), directory.policy()));
    }
  }

  @Override
  public void close() throws IOException {
    try (run) {
      source.close();
    }
  }
}
