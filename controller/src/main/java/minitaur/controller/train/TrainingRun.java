package minitaur.controller.train;

import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.config.RunConfig;
import minitaur.controller.config.SacConfig;
import minitaur.controller.episode.EpisodeObserver;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.gait.GaitReport;
import minitaur.controller.learn.TransitionBatch;
import minitaur.controller.learn.nn.InputScaling;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.learn.nn.TwoThreads;
import minitaur.controller.learn.policy.SquashedGaussianPolicy;
import minitaur.controller.learn.policy.StoredPolicy;
import minitaur.controller.learn.replay.ReplayBuffer;
import minitaur.controller.learn.sac.SacSettings;
import minitaur.controller.learn.sac.SoftActorCritic;
import minitaur.controller.operator.OperatorCounts;
import minitaur.controller.record.EpisodeRecorder;
import minitaur.controller.record.RecordingMetadata;
import minitaur.controller.record.steps.RewardSettings;
import minitaur.controller.record.steps.StepLog;
import minitaur.controller.record.steps.StepRecorder;
import minitaur.controller.robot.EpisodeLoopFactory;
import minitaur.controller.run.LearningCurve;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.task.ObservationLayout;
import minitaur.hal.RobotGeometry;
import minitaur.hal.SystemClock;
import minitaur.hal.random.RandomStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything of one training run but how collecting and learning take turns: the learner, the
 * replay, the evaluations, and what is kept on the disk.
 */
final class TrainingRun implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingRun.class);
  private static final long BYTES_PER_MEGABYTE = 1_000_000;

  /** Evaluations see other random numbers than the training, the same ones each time. */
  private static final long EVALUATION_SEED_OFFSET = 1_000_000_007L;

  private final ControllerConfig config;
  private final RunDirectory directory;
  private final String revision;
  private final TrainingListener listener;
  private final TwoThreads threads;
  private final MatrixBackend backend;
  private final InputScaling scaling;
  private final ReplayBuffer replay;
  private final Learner learner;
  private final RunRecorder recorder;
  private final EpisodeRecorder episodes;
  private final @Nullable StepRecorder stepRecorder;
  private final SquashedGaussianPolicy evaluated;
  private final List<EpisodeSummary> recent = new ArrayList<>();
  private boolean evaluationDue;
  private long steps;
  private long lastCheckpointStep;

  /**
   * Opens or creates the run's files.
   *
   * @param revision of the program, for the policy's file
   */
  TrainingRun(
      ControllerConfig config, RunDirectory directory, String revision, TrainingListener listener)
      throws IOException {
    this.config = config;
    this.directory = directory;
    this.revision = revision;
    this.listener = listener;
    SacConfig sac = config.sac();
    long seed = config.run().seed();
    backend = Backends.choose(sac.matrixBackend());
    scaling = InputScaling.identity(ObservationLayout.STATE);
    replay = ReplayBuffer.open(directory.replay(), sac.replayCapacity(), replaySlack(config));
    threads = new TwoThreads(threads(config));
    learner =
        new Learner(
            new SoftActorCritic(
                backend,
                settings(sac),
                scaling,
                ObservationLayout.ACTION,
                RandomStream.of(seed, "learner.weights"),
                RandomStream.of(seed, "learner.noise"),
                threads),
            replay,
            RandomStream.of(seed, "learner.batches"),
            new TransitionBatch(sac.batch(), ObservationLayout.STATE, ObservationLayout.ACTION));
    evaluated = new SquashedGaussianPolicy(backend, sac.hiddenUnits(), scaling, null);
    recorder = new RunRecorder(directory);
    episodes =
        EpisodeRecorder.start(
            directory.recordings(),
            config.recording(),
            RobotGeometry.nominal(),
            RecordingMetadata.of(config, String.valueOf(directory.path().getFileName()), revision),
            InstantSource.system());
    stepRecorder = config.mocap().stepLog() == 0 ? null : stepRecorder(config, directory);
  }

  private static StepRecorder stepRecorder(ControllerConfig config, RunDirectory directory)
      throws IOException {
    RewardSettings settings =
        new RewardSettings(
            EpisodeLoopFactory.weights(config.task().reward()),
            EpisodeLoopFactory.MAXIMUM_POSE_GAP_NANOS);
    return new StepRecorder(
        new StepLog(directory.path(), settings, config.mocap().stepLog() * BYTES_PER_MEGABYTE),
        config.run().mode() == RunConfig.Mode.LOCK_STEP,
        new SystemClock(),
        e -> LOG.error("The steps are no longer logged, the run goes on: {}", e.getMessage()));
  }

  /**
   * Records that may be taken back: all that comes between two checkpoints, which wait for an
   * episode's end.
   */
  static int replaySlack(ControllerConfig config) {
    int between = 2 * (config.run().checkpointInterval() + config.task().episodeSteps());
    return Math.max(between, config.sac().replayCapacity() / 8 - ObservationLayout.PAST - 1);
  }

  /** Beside a real robot a core stays free for what drives it. */
  private static int threads(ControllerConfig config) {
    int wanted = config.sac().threads();
    if (wanted == 0) {
      int cores = Runtime.getRuntime().availableProcessors();
      wanted = Math.max(1, config.robot().isSerial() ? cores - 1 : cores);
    }
    return Math.min(2, wanted);
  }

  private static SacSettings settings(SacConfig sac) {
    return new SacSettings(
        sac.batch(),
        sac.hiddenUnits(),
        sac.learningRate(),
        sac.discount(),
        sac.targetSmoothing(),
        sac.targetEntropy(),
        sac.automaticTemperature(),
        sac.initialTemperature());
  }

  /**
   * Who acts in this run's episodes.
   *
   * @param newest where the newest policy comes from
   * @param acts told of each policy that is going to act, on the thread that acts
   */
  BehaviourPolicies behaviour(
      Supplier<PolicyParameters> newest, Consumer<? super PolicyParameters> acts) {
    return new BehaviourPolicies(
        backend,
        config.sac().hiddenUnits(),
        scaling,
        config.run().seed(),
        config.sac().randomSteps(),
        newest,
        acts);
  }

  /** Keeps a policy that has driven a real robot, so that what it did can be run again. */
  void keep(PolicyParameters policy) {
    Path file = directory.policy(policy.id());
    if (Files.exists(file)) {
      return;
    }
    try {
      Files.createDirectories(RunDirectory.policies(directory.path()));
      stored(policy).write(file);
    } catch (IOException e) {
      LOG.warn("{} could not be written; its episode cannot be replayed.", file, e);
    }
  }

  private StoredPolicy stored(PolicyParameters policy) {
    return StoredPolicy.of(
        config.sac().hiddenUnits(),
        policy.values(),
        scaling,
        PolicyCircumstances.of(config, revision, steps, learner.updates()));
  }

  /** Watches the episodes of the training. */
  EpisodeObserver observer() {
    return stepRecorder == null ? episodes : EpisodeObserver.all(List.of(episodes, stepRecorder));
  }

  ReplayBuffer replay() {
    return replay;
  }

  /** The newest policy. */
  PolicyParameters policy() {
    return learner.policy();
  }

  /** Hands the newest policy to whoever acts. */
  void publishTo(PolicyExchange exchange) {
    exchange.publish(learner);
  }

  /**
   * Gradient steps that the configuration asks for after {@code atSteps} and that were not taken.
   */
  long updatesOwed(long atSteps) {
    long learning = Math.max(0, atSteps - config.sac().randomSteps());
    return (long) (learning * config.sac().updatesPerStep()) - learner.taken();
  }

  /** Takes one gradient step. */
  void update() {
    learner.update();
  }

  /** The run begins, or goes on from where it was resumed. */
  void start() {
    listener.onStart(steps);
  }

  /** The run has come to {@code nowSteps} environment steps: evaluates if it is time. */
  void advanceTo(long nowSteps) throws IOException {
    long interval = config.run().evaluationInterval();
    evaluationDue |=
        nowSteps / interval > steps / interval
            || (nowSteps >= config.run().steps() && steps < config.run().steps());
    steps = nowSteps;
    listener.onUpdates(learner.updates(), learner.statistics());
    listener.onSteps(steps, updatesOwed(steps), learner.statistics().temperature);
    // A robot has no time for evaluations: there the training's own episodes count.
    if (evaluationDue && !(config.robot().isSerial() && recent.isEmpty())) {
      evaluationDue = false;
      evaluate();
    }
  }

  private void evaluate() throws IOException {
    PolicyParameters policy = learner.policy();
    EvaluationResult result =
        config.robot().isSerial()
            ? EvaluationResult.of(recent, GaitReport.none())
            : simulated(policy);
    recent.clear();
    recorder.evaluation(steps, result, learner.updates(), learner.statistics());
    stored(policy).write(directory.policy());
    LearningCurve.draw(directory.progress(), directory.curve());
    listener.onEvaluation(steps, result);
  }

  private EvaluationResult simulated(PolicyParameters policy) {
    evaluated.set(policy.id(), policy.values());
    RunConfig run = config.run();
    return Evaluation.run(
        config, evaluated, run.evaluationEpisodes(), run.seed() + EVALUATION_SEED_OFFSET);
  }

  /** An episode of the training ended. */
  void episodeEnded(EpisodeSummary summary, OperatorCounts counts) throws IOException {
    recorder.episode(summary, counts, steps);
    if (config.robot().isSerial()) {
      recent.add(summary);
    }
    listener.onEpisode(summary);
  }

  /** The run, or this part of it, is over. */
  void balance(StepBalance balance) {
    if (balance.unaccounted() == 0) {
      LOG.info("{}.", balance.describe());
    } else {
      LOG.error("{}.", balance.describe());
    }
    listener.onBalance(balance);
  }

  /** Whether enough was done since the last checkpoint. */
  boolean isCheckpointDue() {
    return steps - lastCheckpointStep >= config.run().checkpointInterval();
  }

  /**
   * Saves everything that going on needs.
   *
   * @param collecting writes the state of what collects
   */
  void checkpoint(Checkpoint.Content collecting) throws IOException {
    Checkpoint.write(
        directory.checkpoints(),
        steps,
        out -> {
          save(out);
          collecting.writeTo(out);
        });
    learner.keepAsGood();
    lastCheckpointStep = steps;
  }

  private void save(DataOutput out) throws IOException {
    replay.force();
    out.writeLong(steps);
    out.writeLong(replay.head());
    learner.save(out);
    recorder.save(out);
  }

  /**
   * Goes back to the newest whole checkpoint.
   *
   * @param rewindReplay whether to forget what was stored after it, so that it is collected again
   *     to the bit
   * @return where the state of what collects follows
   */
  DataInputStream resume(boolean rewindReplay) throws IOException {
    DataInputStream in = Checkpoint.readNewest(directory.checkpoints());
    steps = in.readLong();
    long head = in.readLong();
    if (rewindReplay) {
      replay.rewind(head);
    }
    learner.restore(in);
    recorder.restore(in, steps, learner.updates());
    lastCheckpointStep = steps;
    return in;
  }

  /** Environment steps that the run has come to. */
  long steps() {
    return steps;
  }

  @Override
  public void close() throws IOException {
    try (replay;
        recorder;
        episodes;
        stepRecorder) {
      threads.close();
    }
  }
}
