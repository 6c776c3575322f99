package minitaur.controller.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import minitaur.controller.config.ConfigWriter;
import minitaur.controller.episode.EpisodeObserver;
import minitaur.controller.episode.WalkingTask;
import minitaur.controller.learn.EnvironmentSpec;
import minitaur.controller.learn.LearnerContext;
import minitaur.controller.learn.LearnerSettings;
import minitaur.controller.learn.PolicySpec;
import minitaur.controller.learn.TransitionBatch;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.learn.nn.TwoThreadExecutor;
import minitaur.controller.learn.policy.NetworkPolicy;
import minitaur.controller.learn.policy.StoredPolicy;
import minitaur.controller.learn.replay.CompactReplayBuffer;
import minitaur.controller.learn.replay.Replay;
import minitaur.controller.record.EpisodeRecorder;
import minitaur.controller.record.steps.RewardSettings;
import minitaur.controller.record.steps.StepLog;
import minitaur.controller.record.steps.StepRecorder;
import minitaur.controller.robot.EpisodeLoopFactory;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.run.RunSettings;
import minitaur.controller.settings.ControllerConfig;
import minitaur.hal.SystemClock;
import minitaur.hal.file.FileErrors;
import minitaur.hal.random.RandomStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Learner, replay and output files of a training run. */
final class TrainingRun implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingRun.class);
  private static final long BYTES_PER_MEGABYTE = 1_000_000;

  private final ControllerConfig config;
  private final RunDirectory directory;
  private final String revision;
  private final TwoThreadExecutor threads;
  private final MatrixBackend backend;
  private final LearnerSettings settings;
  private final EnvironmentSpec spec;
  private final Replay replay;
  private final Map<String, String> environment;
  private final GuardedLearner learner;
  private final RunRecorder recorder;
  private @Nullable EpisodeRecorder episodes;
  private @Nullable StepRecorder stepRecorder;

  /**
   * Policies that act on a real robot, for writing by the trainer's thread: the acting thread does
   * no file I/O.
   */
  private final Queue<PolicyParameters> actingPolicies = new ConcurrentLinkedQueue<>();

  /**
   * Opens or creates the files of the run.
   *
   * @param revision of the program, for the policy files
   * @param spec of the environment
   * @param replay closed with this, and if opening fails
   * @param environment metadata of the environment for the policy files
   */
  TrainingRun(
      ControllerConfig config,
      RunDirectory directory,
      String revision,
      EnvironmentSpec spec,
      Replay replay,
      Map<String, String> environment)
      throws IOException {
    this.config = config;
    this.directory = directory;
    this.revision = revision;
    settings = config.learner();
    this.spec = spec;
    this.replay = replay;
    this.environment = environment;
    long seed = config.run().seed();
    threads = new TwoThreadExecutor(threadCount(config));
    try {
      backend = Backends.choose(config);
      learner =
          new GuardedLearner(
              settings.create(new LearnerContext(spec, backend, threads, seed)),
              replay,
              RandomStream.of(seed, "learner.batches"),
              new TransitionBatch(settings.batchSize(), spec.stateSize(), spec.actionSize()),
              settings.mirror() ? spec.symmetry() : null,
              RandomStream.of(seed, "learner.mirror"),
              config.task().powerBudget());
      recorder = new RunRecorder(directory, learner.metrics(), ConfigWriter.write(config));
    } catch (IOException | RuntimeException | Error e) {
      try (replay) {
        threads.close();
      }
      throw e;
    }
  }

  /** A run of the walking task on the robot. */
  static TrainingRun onRobot(
      ControllerConfig config, RunDirectory directory, String revision, CompactReplayBuffer replay)
      throws IOException {
    return new TrainingRun(
        config,
        directory,
        revision,
        WalkingTask.spec(config.task()),
        replay,
        PolicyMetadata.ofRobot(config));
  }

  /** Starts recording the episodes of a robot. */
  EpisodeObserver recordEpisodes() {
    EpisodeRecorder recording =
        EpisodeRecordings.start(
            directory.recordings(), config, directory.path(), revision, InstantSource.system());
    episodes = recording;
    StepRecorder steps = stepRecorder(config, directory);
    stepRecorder = steps;
    return steps == null ? recording : EpisodeObserver.all(List.of(recording, steps));
  }

  /** Null without a step log or if its file cannot be written, which does not stop the run. */
  private static @Nullable StepRecorder stepRecorder(
      ControllerConfig config, RunDirectory directory) {
    if (config.recording().stepLog() == 0) {
      return null;
    }
    RewardSettings settings =
        new RewardSettings(config.task().reward(), EpisodeLoopFactory.MAX_POSE_GAP_NANOS);
    StepLog log;
    try {
      log =
          new StepLog(
              directory.path(), settings, config.recording().stepLog() * BYTES_PER_MEGABYTE);
    } catch (IOException e) {
      LOG.warn("The steps are not logged: {}.", FileErrors.message(e));
      return null;
    }
    return new StepRecorder(
        log,
        config.run().mode() == RunSettings.Mode.LOCK_STEP,
        new SystemClock(),
        e ->
            LOG.error(
                "The steps are no longer logged, the run continues: {}", FileErrors.message(e)));
  }

  /**
   * Max number of records that may be rolled back: all records between two checkpoints, each of
   * which is delayed to the end of an episode. The limits of the settings bound it to 4 million.
   */
  static int replaySlack(ControllerConfig config, int episodeSteps) {
    int between = 2 * (config.run().checkpointInterval() + episodeSteps);
    return Math.max(between, CompactReplayBuffer.defaultSlack(config.learner().replayCapacity()));
  }

  /** Number of learner threads. With a real robot, one core is reserved for the control thread. */
  private static int threadCount(ControllerConfig config) {
    int count = config.compute().threads();
    if (count == 0) {
      int cores = Runtime.getRuntime().availableProcessors();
      count = Math.max(1, config.robot().isSerial() ? cores - 1 : cores);
    }
    return Math.min(2, count);
  }

  /**
   * The policies that act in the episodes of this run.
   *
   * @param policySteps environment steps that a policy acts for; 0 for a whole episode
   * @param newest supplies the newest policy
   */
  BehaviorPolicies behavior(int policySteps, Supplier<PolicyParameters> newest) {
    Consumer<PolicyParameters> onFetch =
        config.robot().isSerial() ? policy -> actingPolicies.add(policy.copy()) : policy -> {};
    return new BehaviorPolicies(
        backend,
        policySpec(),
        config.run().seed(),
        settings.randomSteps(),
        policySteps,
        newest,
        onFetch);
  }

  /** A policy with this architecture that acts without noise. */
  NetworkPolicy deterministic(PolicySpec policySpec) {
    return new NetworkPolicy(backend, policySpec, null);
  }

  /** Writes the policies that acted on a real robot, so that their episodes can be replayed. */
  void writeActingPolicies(long steps) {
    for (PolicyParameters policy = actingPolicies.poll();
        policy != null;
        policy = actingPolicies.poll()) {
      // Also after a rollback or resume to an earlier update, whose learner may take another
      // course.
      Path file = directory.policy(policy.id());
      try {
        Files.createDirectories(RunDirectory.policies(directory.path()));
        stored(policy, steps).write(file);
      } catch (IOException e) {
        LOG.warn("{} could not be written; its episode cannot be replayed.", file, e);
      }
    }
  }

  /**
   * A policy in its file format.
   *
   * @param steps environment steps that it was learned from
   */
  StoredPolicy stored(PolicyParameters policy, long steps) {
    return stored(learner.actingCandidate(policy), steps);
  }

  /**
   * A candidate in its file format.
   *
   * @param steps environment steps that it was learned from
   */
  StoredPolicy stored(GuardedLearner.Candidate candidate, long steps) {
    PolicyParameters policy = candidate.parameters();
    Map<String, String> provenance = new LinkedHashMap<>(environment);
    provenance.putAll(PolicyMetadata.ofTraining(config, revision, steps, policy.id()));
    provenance.put("trained_candidate", candidate.name());
    return StoredPolicy.of(candidate.spec(), policy.values(), provenance);
  }

  ControllerConfig config() {
    return config;
  }

  RunDirectory directory() {
    return directory;
  }

  Replay replay() {
    return replay;
  }

  /** Runs the learner's tasks; not to be used during an update. */
  TwoThreadExecutor threads() {
    return threads;
  }

  GuardedLearner learner() {
    return learner;
  }

  RunRecorder recorder() {
    return recorder;
  }

  /** Architecture of the learner's policies. */
  PolicySpec policySpec() {
    return settings.policySpec(spec);
  }

  @Override
  public void close() throws IOException {
    EpisodeRecorder recording = episodes;
    StepRecorder logging = stepRecorder;
    try (replay;
        recorder;
        recording;
        logging) {
      threads.close();
    }
  }
}
