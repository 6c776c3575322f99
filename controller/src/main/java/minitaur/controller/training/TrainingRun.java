package minitaur.controller.training;

import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.Supplier;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.config.RunConfig;
import minitaur.controller.config.SacConfig;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.nn.InputScaling;
import minitaur.controller.nn.MatrixBackend;
import minitaur.controller.nn.TwoThreads;
import minitaur.controller.policy.ObservationLayout;
import minitaur.controller.policy.SquashedGaussianPolicy;
import minitaur.controller.policy.StoredPolicy;
import minitaur.controller.replay.ReplayBuffer;
import minitaur.controller.run.LearningCurve;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.sac.SacSettings;
import minitaur.controller.sac.SoftActorCritic;
import minitaur.controller.sac.TransitionBatch;
import minitaur.hal.random.RandomStream;

/**
 * Everything of one training run but how collecting and learning take turns: the learner, the
 * replay, the evaluations, and what is kept on the disk.
 */
final class TrainingRun implements AutoCloseable {
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
  private final SquashedGaussianPolicy evaluated;
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
    threads = new TwoThreads(threads(sac));
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
  }

  /**
   * Records that may be taken back: all that comes between two checkpoints, which wait for an
   * episode's end.
   */
  static int replaySlack(ControllerConfig config) {
    int between = 2 * (config.run().checkpointInterval() + config.task().episodeSteps());
    return Math.max(between, config.sac().replayCapacity() / 8 - ObservationLayout.PAST - 1);
  }

  private static int threads(SacConfig sac) {
    int wanted = sac.threads() == 0 ? Runtime.getRuntime().availableProcessors() : sac.threads();
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

  /** Who acts in this run's episodes, given where the newest policy comes from. */
  BehaviourPolicies behaviour(Supplier<PolicyParameters> newest) {
    return new BehaviourPolicies(
        backend,
        config.sac().hiddenUnits(),
        scaling,
        config.run().seed(),
        config.sac().randomSteps(),
        newest);
  }

  ReplayBuffer replay() {
    return replay;
  }

  /** The newest policy. */
  PolicyParameters policy() {
    return learner.policy();
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
    boolean due =
        nowSteps / interval > steps / interval
            || (nowSteps >= config.run().steps() && steps < config.run().steps());
    steps = nowSteps;
    listener.onSteps(steps, updatesOwed(steps), learner.statistics().temperature);
    if (due) {
      evaluate();
    }
  }

  private void evaluate() throws IOException {
    PolicyParameters policy = learner.policy();
    evaluated.set(policy.id(), policy.values());
    RunConfig run = config.run();
    EvaluationResult result =
        Evaluation.run(
            config, evaluated, run.evaluationEpisodes(), run.seed() + EVALUATION_SEED_OFFSET);
    recorder.evaluation(steps, result, learner.updates(), learner.statistics());
    StoredPolicy.of(
            config.sac().hiddenUnits(),
            policy.values(),
            scaling,
            PolicyCircumstances.of(config, revision, steps, learner.updates()))
        .write(directory.policy());
    LearningCurve.draw(directory.progress(), directory.curve());
    listener.onEvaluation(steps, result);
  }

  /** An episode of the training ended. */
  void episodeEnded(EpisodeSummary summary) throws IOException {
    recorder.episode(summary, steps);
    listener.onEpisode(summary);
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
        recorder) {
      threads.close();
    }
  }
}
