package minitaur.controller.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.Tick;
import minitaur.controller.episode.Transition;
import minitaur.controller.episode.safety.EpisodeEnd;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation.Reason;
import minitaur.controller.learn.LearnerSettings;
import minitaur.controller.learn.TransitionBatch;
import minitaur.controller.learn.replay.CompactReplayBuffer;
import minitaur.controller.operator.OperatorCounts;
import minitaur.controller.remote.Episode;
import minitaur.controller.remote.EpisodeBounds;
import minitaur.controller.remote.EpisodeBuilder;
import minitaur.controller.remote.EpisodeId;
import minitaur.controller.remote.Intake;
import minitaur.controller.remote.PolicyStore;
import minitaur.controller.remote.RunAgreement;
import minitaur.controller.remote.ServiceSettings;
import minitaur.controller.remote.TrainerProgress;
import minitaur.controller.remote.TrainerService;
import minitaur.controller.run.storage.LocalFileOperations;
import minitaur.controller.run.storage.TemporaryDirectory;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.task.ObservationLayout;
import minitaur.controller.task.TaskSettings;
import minitaur.controller.train.TrainerStatus;
import minitaur.hal.SystemClock;
import minitaur.hal.random.RandomStream;

/**
 * Measures the cost of an episode of 500 steps for a trainer, the capacity for twenty robots at 50
 * Hz, and the effect of uploads and downloads on the control of a robot.
 *
 * @param learner settings of the trainer's learner
 * @param seconds duration of the measurements of control and learner; every other measurement takes
 *     a tenth of it
 */
record PipelineBenchmark(LearnerSettings learner, double seconds) {
  /** Number of robots that one trainer should be able to serve. */
  private static final int ROBOTS = 20;

  static final int STEPS = 500;
  private static final double EPISODE_SECONDS = 10;
  private static final double SHARE_OF_TIME = 0.1;
  static final long RUN = 1;

  /** Runs all measurements and deletes the temporary files. */
  List<Result> run() throws IOException, InterruptedException {
    try (TemporaryDirectory scratch = TemporaryDirectory.create("minitaur-bench")) {
      return run(scratch.path());
    }
  }

  private List<Result> run(Path directory) throws IOException, InterruptedException {
    EpisodeBuilder builder = new EpisodeBuilder(STEPS);
    byte[] bytes = encodeEpisode(builder, STEPS, 0);
    long[] next = {0};
    double write = meanMicros(() -> encodeEpisode(builder, STEPS, 0));
    double parse = meanMicros(() -> Episode.decode(bytes));
    Intake intake =
        Intake.open(
            directory, RUN, EpisodeBounds.of(TaskSettings.paper()), new LocalFileOperations());
    intake.rewind(0);
    double store =
        meanMicros(() -> intake.accept(id(next[0]), encodeEpisode(builder, STEPS, next[0]++)))
            - write;
    Episode episode = Episode.decode(bytes);
    double append;
    double sample;
    try (CompactReplayBuffer replay =
        CompactReplayBuffer.open(directory.resolve("replay.bin"), 100_000)) {
      append = meanMicros(() -> episode.appendTo(replay, 0, episode.records()));
      RandomStream random = RandomStream.of(0, "bench.batches");
      TransitionBatch batch =
          new TransitionBatch(
              learner.batchSize(), ObservationLayout.STATE_SIZE, ObservationLayout.ACTION_SIZE);
      sample = meanMicros(() -> replay.sample(batch, random));
    }
    double updates = new LearnerBenchmark(learner, seconds).twoThreadsUpdatesPerSecond();
    ResultList results = new ResultList();
    results.atMost(120_000, "episode of 500 steps, size", bytes.length, "bytes");
    results.info("episode, write on the robot", write, "us");
    results.info("episode, parse", parse, "us");
    results.info("episode, store on disk", store, "us");
    results.info("episode, append to the replay buffer", append, "us");
    results.info("batch, sample", sample, "us");
    results.info("gradient step, two threads", 1e6 / updates, "us");
    double intakeSeconds = (store + parse + append) * 1e-6;
    results.atLeast(10_000, "intake alone, environment steps", STEPS / intakeSeconds, "1/s");
    double intakeShare = ROBOTS * intakeSeconds / EPISODE_SECONDS;
    results.atMost(0.1, "intake of 20 robots at 50 Hz, share of time", intakeShare, "");
    double learnerShare = 1 - ROBOTS * (parse + append) * 1e-6 / EPISODE_SECONDS;
    double updatesPerStep =
        learnerShare / (1 / updates + sample * 1e-6) / (ROBOTS * STEPS / EPISODE_SECONDS);
    results.info("20 robots at 50 Hz, updates per step", updatesPerStep, "");
    results.info(
        "robots at 50 Hz with all %.3g updates per step".formatted(learner.updatesPerStep()),
        ROBOTS * updatesPerStep / learner.updatesPerStep(),
        "");
    results.addAll(
        IntakeBenchmark.measure(ControllerConfig.defaults(), seconds * SHARE_OF_TIME, directory));
    results.addAll(new UploadInterference(controlConfig(), seconds).measure(directory));
    return results.list();
  }

  /** Configures episodes of one second, so that each overlaps with an upload and a download. */
  private static ControllerConfig controlConfig() {
    return ControllerConfig.read(
        Stream.of(
                "task.episodeSteps=50",
                "sim.profile=nominal",
                "learner.replayCapacity=1000",
                "run.mode=asynchronous")
            .map(setting -> ConfigOverride.parse("bench", setting))
            .toList());
  }

  /** A trainer's service that does not learn, on a free port. */
  static TrainerService service(ControllerConfig config, Intake intake, PolicyStore policies)
      throws IOException {
    TrainerStatus status = new TrainerStatus(1, false, 1, 1, 0, 1, false);
    return new TrainerService(
        new ServiceSettings("127.0.0.1", 0, null, null),
        new TrainerService.Run(
            RUN,
            RunAgreement.of(config, "bench"),
            "asynchronous",
            1_000_000,
            config.task().timing().episodeSteps()),
        intake,
        policies,
        new TrainerProgress(),
        () -> status,
        new SystemClock());
  }

  static EpisodeId id(long number) {
    return new EpisodeId(7, number);
  }

  /** Encodes an episode of a robot at rest. */
  static byte[] encodeEpisode(EpisodeBuilder builder, int steps, long number) {
    builder.begin();
    Transition transition = new Transition();
    transition.discount = 1;
    for (int step = 0; step < steps; step++) {
      transition.tick.step = step;
      builder.transition(transition);
    }
    Tick last = new Tick();
    last.step = steps;
    builder.finalObservation(last);
    EpisodeEnd end = new EpisodeEnd.Truncation(Reason.TIME_LIMIT);
    return builder.finish(
        id(number),
        RUN,
        "bench",
        new EpisodeSummary(
            0, steps, new EpisodeSummary.Rewards(0, 0), new EpisodeSummary.Motion(0, 0, 0), end, 0),
        OperatorCounts.NONE);
  }

  /** Mean time of a call after a warm-up of half the duration, us. */
  private <E extends Exception> double meanMicros(Rate.Task<E> task) throws E {
    Rate.perSecond(seconds * SHARE_OF_TIME / 2, task);
    return 1e6 / Rate.perSecond(seconds * SHARE_OF_TIME, task);
  }
}
