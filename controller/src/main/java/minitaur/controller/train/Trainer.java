package minitaur.controller.train;

import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import minitaur.controller.config.ConfigWriter;
import minitaur.controller.episode.EpisodeObserver;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.ReplayWriter;
import minitaur.controller.learn.EnvironmentSpec;
import minitaur.controller.learn.policy.StoredPolicy;
import minitaur.controller.learn.replay.CompactReplayBuffer;
import minitaur.controller.learn.replay.TransitionReplayBuffer;
import minitaur.controller.run.LearningCurvePlotter;
import minitaur.controller.run.PlottedRun;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.run.RunSettings;
import minitaur.controller.settings.ControllerConfig;
import minitaur.hal.file.FileErrors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The training loop: collects experience from a source, takes the scheduled gradient steps,
 * publishes and evaluates policies, and writes the files of the run. The same loop serves episodes
 * on this thread, episodes on a separate thread, and episodes that another process collects.
 *
 * <p>If the disk is full or fails, the run pauses, keeps the pending output and resumes when the
 * disk is writable again. If the learner diverges, it is rolled back to its last good state.
 */
public final class Trainer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);
  private static final long IDLE_NANOS = 1_000_000;
  private static final long RETRY_NANOS = 2_000_000_000L;

  /** Evaluations use a different seed than training, the same for each evaluation. */
  private static final long EVALUATION_SEED_OFFSET = 1_000_000_007L;

  private final ControllerConfig config;
  private final RunDirectory directory;
  private final TrainingListener listener;
  private final TrainingRun run;
  private final TrainingSchedule schedule;
  private final PolicyPublisher publisher;
  private final ExperienceSource source;
  private final GuardedLearner learner;
  private final RunRecorder recorder;

  private final PolicyRetention retention = new PolicyRetention();
  private final RunEvaluations evaluations;

  /** The configuration as stored in a checkpoint. */
  private final byte[] configYaml;

  private long steps;
  private long skippedUpdates;
  private boolean skippingReported;
  private long lastCheckpointStep;
  private boolean episodeEnded;
  private long publishedId;
  private long publishedUpdates;
  private boolean curveFailed;
  private boolean paused;
  private long retryNanos;
  private volatile TrainerStatus status;

  private Trainer(
      TrainingRun run,
      TrainingListener listener,
      TrainingSchedule schedule,
      PolicyPublisher publisher,
      ExperienceSource source,
      RunEvaluations.Evaluator evaluator) {
    this.run = run;
    this.listener = listener;
    this.schedule = schedule;
    this.publisher = publisher;
    this.source = source;
    evaluations = new RunEvaluations(run, listener, evaluator, retention);
    config = run.config();
    directory = run.directory();
    learner = run.learner();
    recorder = run.recorder();
    configYaml = ConfigWriter.write(config).getBytes(StandardCharsets.UTF_8);
    status = currentStatus();
  }

  /**
   * Creates a trainer for a robot that this process controls.
   *
   * @param session not closed
   */
  static Trainer onRobot(
      ControllerConfig config,
      RunDirectory directory,
      String revision,
      TrainingListener listener,
      RunContext session)
      throws IOException {
    CompactReplayBuffer replay = StoredReplays.open(directory.replay(), config);
    TrainingRun run = TrainingRun.onRobot(config, directory, revision, replay);
    PolicyExchange newest = new PolicyExchange(run.learner().policy());
    TrainingSchedule schedule = new TrainingSchedule(config, false);
    BehaviorPolicies behavior = run.behavior(schedule.policySteps(), newest);
    ReplayWriter writer = new ReplayWriter(replay);
    EpisodeObserver recording = run.recordEpisodes();
    ExperienceSource source =
        config.run().mode() == RunSettings.Mode.LOCK_STEP
            ? new LockStepEpisodes(new Collector(config, session, behavior, writer, recording))
            : new ConcurrentEpisodes(
                writer, sink -> new Collector(config, session, behavior, sink, recording));
    return new Trainer(run, listener, schedule, newest, source, simulationEvaluator(config, run));
  }

  /**
   * Creates a trainer for an environment in another process.
   *
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
    TransitionReplayBuffer replay =
        TransitionReplayBuffer.open(
            directory.replay(), spec, config.learner().replayCapacity(), slack);
    TrainingRun run =
        new TrainingRun(
            config,
            directory,
            revision,
            spec,
            replay,
            PolicyMetadata.ofExternal(environments.training().spec()));
    PolicyExchange newest = new PolicyExchange(run.learner().policy());
    TrainingSchedule schedule = new TrainingSchedule(config, false);
    ExperienceSource source =
        new ExternalEpisodes(
            config, environments, run.behavior(schedule.policySteps(), newest), replay);
    ExternalEvaluation evaluation =
        new ExternalEvaluation(environments, config.run().seed() + EVALUATION_SEED_OFFSET);
    return new Trainer(
        run,
        listener,
        schedule,
        newest,
        source,
        policies -> policies.stream().map(evaluation::run).toList());
  }

  /**
   * Creates a trainer for episodes that another process collects.
   *
   * @param directory open directory of the run; existing files belong to the run
   * @param revision revision of the program, for the policy files
   * @param listener called on the training thread
   * @param episodes not closed
   * @param publisher sends the policies to the collectors
   */
  public static Trainer onRemoteEpisodes(
      ControllerConfig config,
      RunDirectory directory,
      String revision,
      TrainingListener listener,
      EpisodeSource episodes,
      PolicyPublisher publisher)
      throws IOException {
    CompactReplayBuffer replay = StoredReplays.open(directory.replay(), config);
    TrainingRun run = TrainingRun.onRobot(config, directory, revision, replay);
    TrainingSchedule schedule = new TrainingSchedule(config, true);
    return new Trainer(
        run,
        listener,
        schedule,
        publisher,
        new RemoteEpisodes(episodes, replay, schedule),
        simulationEvaluator(config, run));
  }

  /** Each policy has a simulated robot of its own, so that two are evaluated at a time. */
  private static RunEvaluations.Evaluator simulationEvaluator(
      ControllerConfig config, TrainingRun run) {
    int episodes = config.run().evaluationEpisodes();
    long seed = config.run().seed() + EVALUATION_SEED_OFFSET;
    return policies ->
        run.threads().map(policies, policy -> Evaluation.run(config, policy, episodes, seed));
  }

  /**
   * Starts the run, or restores its newest checkpoint if there is one, and publishes the policy.
   *
   * @throws TrainingException if there are checkpoints but none can be used
   */
  public void begin() throws IOException {
    if (Checkpoint.exists(directory.checkpoints())) {
      restore(Checkpoint.readNewest(directory.checkpoints()));
    } else {
      ResumeCheck.requireNoSteps(
          directory.checkpoints(), run.replay().head() > 0 || recorder.hasRows());
      source.reset();
    }
    checkpoint();
    publish();
  }

  /**
   * Trains up to the configured number of steps. Call {@link #begin} first.
   *
   * @param stop polled; when true the run ends after the current episode, with a checkpoint
   * @return whether the training is complete
   * @throws DivergenceException if the learner diverges repeatedly
   */
  public boolean train(BooleanSupplier stop) throws IOException {
    listener.onStart(steps, source.counts());
    source.start(stop);
    runUntil(stop);
    source.reconciliation().ifPresent(this::report);
    boolean complete = isComplete();
    source.finish(complete ? "the training is complete" : ExperienceSource.STOPPED);
    finishWriting(stop);
    publish();
    if (complete && evaluations.lastStep() > 0 && !config.environment().isExternal()) {
      listener.onComplete(evaluations.lastingWalkStep());
    }
    return complete;
  }

  private void runUntil(BooleanSupplier stop) {
    while (true) {
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
          if (source.isExhausted() && (stop.getAsBoolean() || isComplete())) {
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
      pause(e);
      return ExperienceSource.Progress.NONE;
    }
  }

  /** Current progress. Thread-safe. */
  public TrainerStatus status() {
    return status;
  }

  private TrainerStatus currentStatus() {
    return new TrainerStatus(
        steps,
        schedule.isExploring(steps),
        source.counts().episodes(),
        learner.updates(),
        pendingUpdates(),
        publishedId,
        isComplete());
  }

  private boolean isComplete() {
    return steps >= schedule.steps() && allowedUpdates() <= 0;
  }

  // --- Learning ---

  /** Scheduled gradient steps that have not been taken yet; negative when the learner is ahead. */
  private long pendingUpdates() {
    return schedule.updatesFor(source.steps()) - learner.totalUpdates() - skippedUpdates;
  }

  /** Gradient steps that may be taken now. */
  private long allowedUpdates() {
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
          "The learner is more than {} updates behind the episodes; the oldest updates beyond this"
              + " limit are skipped (run.maxUpdateBacklog, remote.maxUpdateBacklog).",
          schedule.maxPendingUpdates());
    }
  }

  /** Takes pending gradient steps, and returns whether there were any. */
  private boolean learn() {
    long allowed = allowedUpdates();
    if (allowed <= 0) {
      return false;
    }
    long count = allowed;
    if (!schedule.isLockStep()) {
      count = Math.min(allowed, schedule.updatesPerPolicy() - unpublishedUpdates());
    }
    for (long remaining = count; remaining > 0; remaining--) {
      learner.update();
    }
    if (schedule.isLockStep()) {
      // Without mid-episode refresh, only the policy at the end of an episode is fetched.
      if (schedule.policySteps() > 0) {
        publish();
      }
      return true;
    }
    boolean caughtUp = count >= allowed;
    if (caughtUp || unpublishedUpdates() >= schedule.updatesPerPolicy()) {
      publish();
    }
    return true;
  }

  /**
   * Gradient steps since the published policy, including those that were rolled back, so that a
   * policy from before a rollback is replaced as soon as any other.
   */
  private long unpublishedUpdates() {
    return learner.totalUpdates() - publishedUpdates;
  }

  private void publish() {
    float[] policy = learner.checkPolicy();
    publishedId = learner.updates();
    publishedUpdates = learner.totalUpdates();
    publisher.publish(
        new PolicyPublisher.NewPolicy(
            publishedId,
            values -> System.arraycopy(policy, 0, values, 0, values.length),
            () -> run.stored(learner.policy(), source.steps()).encode()));
    status = currentStatus();
  }

  // --- Progress ---

  /** Updates the step count from the source, and evaluates if an evaluation is scheduled. */
  private void advance() {
    long now = source.steps();
    boolean scheduled = schedule.evaluatesBetween(steps, now);
    steps = now;
    if (scheduled || (isComplete() && evaluations.lastStep() < schedule.steps())) {
      evaluations.request();
    }
    if (!schedule.isLockStep()) {
      status = currentStatus();
    }
    recorder.recordLearner(steps, learner.updates(), learner.metrics());
    listener.onSteps(steps, learner.updates(), pendingUpdates(), learner.metrics());
    evaluations.runRequested(steps);
  }

  private void endEpisode() {
    // The policy (in lock-step mode) and the status are published before the episode is
    // acknowledged to the source.
    if (schedule.isLockStep()) {
      publish();
    }
    status = currentStatus();
    learner.setEpisodes(source.counts().episodes());
    EpisodeSummary summary = source.summary();
    recorder.addEpisode(summary, source.counts(), source.steps());
    evaluations.addEpisode(summary);
    listener.onEpisode(summary);
    episodeEnded = true;
    advance();
  }

  private void report(StepReconciliation reconciliation) {
    if (reconciliation.unaccounted() == 0) {
      LOG.info("{}.", reconciliation.describe());
    } else {
      LOG.error("{}.", reconciliation.describe());
    }
    listener.onReconciliation(reconciliation);
  }

  // --- Files ---

  /** Writes pending output; an I/O error pauses the run. */
  private void write() {
    if (paused && System.nanoTime() - retryNanos < 0) {
      return;
    }
    try {
      source.acknowledge();
      writePending();
      if (source.isSavable()
          && schedule.isCheckpointScheduled(source.steps(), lastCheckpointStep, episodeEnded)) {
        checkpoint();
      }
      resume();
    } catch (IOException e) {
      pause(e);
    }
  }

  private void writePending() throws IOException {
    run.writeActingPolicies(steps);
    if (recorder.flush()) {
      drawCurve();
    }
    evaluations.writePolicy();
  }

  /** Draws the learning curve. Errors are only logged; the curve can be drawn later at any time. */
  private void drawCurve() {
    try {
      LearningCurvePlotter.draw(
          PlottedRun.of(
              directory.path(), config.run().seed(), config.task().timing().policyRateHz()),
          directory.curve());
    } catch (IOException e) {
      if (!curveFailed) {
        LOG.warn("The learning curve cannot be drawn: {}.", FileErrors.message(e));
      }
      curveFailed = true;
    }
  }

  private void pause(IOException e) {
    retryNanos = System.nanoTime() + RETRY_NANOS;
    if (!paused) {
      paused = true;
      String reason = directory.path() + " cannot be written: " + FileErrors.message(e);
      LOG.warn(
          "Paused: {}. No data is lost. Free some space or fix the disk; the run then resumes"
              + " automatically.",
          reason);
      source.setPauseReason(reason);
    }
  }

  private void resume() {
    if (paused) {
      paused = false;
      LOG.info("{} can be written again; the run resumes.", directory.path());
      source.setPauseReason(null);
    }
  }

  /** Writes the last checkpoint, and retries until it succeeds or a stop is requested. */
  private void finishWriting(BooleanSupplier stop) throws IOException {
    while (true) {
      try {
        source.acknowledge();
        writePending();
        checkpoint();
        resume();
        return;
      } catch (IOException e) {
        pause(e);
        if (stop.getAsBoolean()) {
          throw new TrainingException(
              "%s: the end of the run could not be saved (%s). Free some space, then resume the run; it continues from step %d."
                  .formatted(directory.path(), FileErrors.message(e), lastCheckpointStep));
        }
        LockSupport.parkNanos(RETRY_NANOS / 10);
      }
    }
  }

  private void checkpoint() throws IOException {
    learner.checkWeights();
    Checkpoint.write(
        directory.checkpoints(),
        source.steps(),
        out -> {
          save(out);
          source.save(out);
          learner.metrics().save(out);
        });
    source.onCheckpointWritten();
    learner.saveRollbackState();
    lastCheckpointStep = source.steps();
    episodeEnded = false;
  }

  private void save(DataOutput out) throws IOException {
    run.replay().force();
    out.writeLong(source.steps());
    out.writeLong(run.replay().id());
    out.writeLong(run.replay().head());
    out.writeInt(configYaml.length);
    out.write(configYaml);
    evaluations.save(out);
    out.writeLong(skippedUpdates);
    retention.save(out);
    learner.save(out);
    recorder.save(out);
  }

  private void restore(DataInputStream in) throws IOException {
    steps = in.readLong();
    long replayId = in.readLong();
    long replayHead = in.readLong();
    String checkpointConfig = ResumeCheck.readConfig(in);
    evaluations.restore(in);
    skippedUpdates = in.readLong();
    retention.restore(in);
    String currentConfig = new String(configYaml, StandardCharsets.UTF_8);
    if (!withoutSteps(checkpointConfig).equals(withoutSteps(currentConfig))) {
      retention.reset();
    }
    restoreReplay(replayId, replayHead);
    learner.restore(in);
    recorder.restore(in, steps, learner.updates());
    source.restore(in);
    // Earlier versions of the program did not store the metrics.
    if (in.available() > 0) {
      learner.metrics().restore(in);
    }
    learner.setEpisodes(source.counts().episodes());
    learner.saveRollbackState();
    Checkpoint.requireEnd(in);
    if (source.repeatsAfterRestore() && source.steps() != steps) {
      throw new TrainingException(
          "The checkpoint contains two different step counts, %d and %d, so it was created by"
                  .formatted(steps, source.steps())
              + " another version of the program. Resume with that version, or start a new run.");
    }
    steps = source.steps();
    lastCheckpointStep = steps;
    reportDamagedPolicy();
    if (schedule.maxPendingUpdates() < Long.MAX_VALUE) {
      skippedUpdates += Math.max(0, pendingUpdates());
    }
    status = currentStatus();
  }

  /** The settings of a configuration, except the length of the run. */
  private static Map<String, String> withoutSteps(String yaml) {
    Map<String, String> settings = ResumeCheck.settings(yaml);
    settings.remove("run.steps");
    return settings;
  }

  private void reportDamagedPolicy() {
    if (evaluations.lastStep() == 0) {
      return;
    }
    try {
      StoredPolicy.read(directory.policy());
    } catch (IOException e) {
      LOG.warn(
          "{} is damaged or missing ({}); it is written again at the next evaluation.",
          directory.policy(),
          FileErrors.reason(e));
    }
  }

  private void restoreReplay(long id, long head) throws TrainingException {
    try {
      run.replay().restore(id, head, !source.repeatsAfterRestore());
    } catch (IOException e) {
      throw new TrainingException(
          "%s cannot be used for the checkpoint at step %d: %s. Restore the file from a copy, or start a new run; the run's last policy is %s."
              .formatted(directory.replay(), steps, FileErrors.reason(e), directory.policy()));
    }
  }

  @Override
  public void close() throws IOException {
    try (run) {
      source.close();
    }
  }
}
