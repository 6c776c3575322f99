package minitaur.controller.verify;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import minitaur.controller.episode.EpisodeLoop;
import minitaur.controller.episode.EpisodeObserver;
import minitaur.controller.learn.policy.StoredPolicy;
import minitaur.controller.learn.policy.UniformPolicy;
import minitaur.controller.operator.OperatorChannel;
import minitaur.controller.remote.CollectorDirectory;
import minitaur.controller.remote.EpisodeBounds;
import minitaur.controller.remote.EpisodeBuilder;
import minitaur.controller.remote.Intake;
import minitaur.controller.remote.PolicyShelf;
import minitaur.controller.remote.RobotCollector;
import minitaur.controller.remote.RunAgreement;
import minitaur.controller.remote.ServiceSettings;
import minitaur.controller.remote.TrainerClient;
import minitaur.controller.remote.TrainerProgress;
import minitaur.controller.remote.TrainerService;
import minitaur.controller.robot.EpisodeLoopFactory;
import minitaur.controller.run.BuildInfo;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.run.storage.DiskFiles;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.train.RunContext;
import minitaur.controller.train.Trainer;
import minitaur.controller.train.TrainerStatus;
import minitaur.controller.train.TrainingListener;
import minitaur.hal.SystemClock;
import minitaur.hal.loop.LoopTiming;
import minitaur.hal.loop.RealTimeThread;
import minitaur.hal.random.RandomStream;

/**
 * Measures the jitter of 50 Hz control with and without uploads and downloads of a collector, and
 * counts episodes with an outdated policy. The trainer's service runs in the same process, which is
 * harder than on two computers.
 */
final class UploadInterference {
  private static final long RUN = 1;
  private static final long PUBLISH_MILLIS = 350;

  /** Allowed increase of the p99 of control jitter, ms. */
  private static final double MAX_ADDED_MILLIS = 0.5;

  private final ControllerConfig config;
  private final double seconds;

  /**
   * @param config with short episodes, for a high rate of uploads
   * @param seconds duration of each of the two measurements
   */
  UploadInterference(ControllerConfig config, double seconds) {
    this.config = config;
    this.seconds = seconds;
  }

  List<Result> measure(Path directory) throws IOException {
    // Same priority as the thread that runs the episodes of a robot.
    RealTimeThread.request(RealTimeThread.ANY_CORE, RealTimeThread.CONTROL);
    int episodes =
        (int)
            Math.ceil(
                seconds
                    * config.task().timing().policyRateHz()
                    / config.task().timing().episodeSteps());
    JitterSession warm = new JitterSession(config, 0);
    alone(warm, 2);
    JitterSession alone = new JitterSession(config, 1);
    alone(alone, episodes);
    return beside(directory, alone.jitter().percentiles(), episodes);
  }

  private void alone(JitterSession session, int episodes) {
    EpisodeBuilder builder = new EpisodeBuilder(config.task().timing().episodeSteps());
    UniformPolicy policy = new UniformPolicy(RandomStream.of(0, "bench.policy"));
    EpisodeLoop loop = EpisodeLoopFactory.on(session, config.episode(), () -> policy, builder);
    for (int episode = 0; episode < episodes; episode++) {
      session.placeAtStart();
      builder.begin();
      loop.begin(episode);
      while (loop.tick()) {
        // Runs until the end of the episode.
      }
      loop.finish();
    }
  }

  private List<Result> beside(Path directory, LoopTiming.Percentiles alone, int episodes)
      throws IOException {
    int maximumSteps = config.task().timing().episodeSteps();
    Path run = Files.createDirectory(directory.resolve("intake-run"));
    Intake intake = Intake.open(run, RUN, EpisodeBounds.of(config.task()), new DiskFiles());
    intake.rewind(0);
    PolicyShelf shelf = new PolicyShelf();
    StoredPolicy policy = policy(directory.resolve("policy-run"));
    AtomicLong published = new AtomicLong();
    Runnable publish = () -> shelf.publish(published.get() + 1, edition(policy, published));
    publish.run();
    TrainerStatus learning = new TrainerStatus(1, false, 1, 1, 0, 1, false);
    ScheduledExecutorService publisher = Executors.newSingleThreadScheduledExecutor();
    try (TrainerService service =
        new TrainerService(
            new ServiceSettings("127.0.0.1", 0, null, null),
            new TrainerService.Run(
                RUN, RunAgreement.of(config, "bench"), "asynchronous", 1_000_000, maximumSteps),
            intake,
            shelf,
            new TrainerProgress(TrainingListener.silent()),
            () -> learning,
            new SystemClock())) {
      service.start();
      ScheduledFuture<?> publishing =
          publisher.scheduleAtFixedRate(publish, 0, PUBLISH_MILLIS, TimeUnit.MILLISECONDS);
      List<Result> results =
          collect(directory.resolve("collector"), service.url(), shelf, alone, episodes);
      publishing.cancel(false);
      return results;
    } finally {
      publisher.shutdownNow();
    }
  }

  private List<Result> collect(
      Path directory, String url, PolicyShelf shelf, LoopTiming.Percentiles alone, int episodes)
      throws IOException {
    TrainerClient client =
        new TrainerClient(
            new TrainerClient.Settings(URI.create(url), null, null, Duration.ofSeconds(10)));
    AtomicLong before = new AtomicLong();
    AtomicLong outdated = new AtomicLong();
    try (CollectorDirectory place = CollectorDirectory.open(directory, new DiskFiles());
        RobotCollector collector =
            new RobotCollector(
                new RobotCollector.Settings(config, "bench", "bench", false),
                place,
                client,
                TrainingListener.silent(),
                new DiskFiles(),
                new SystemClock());
        JitterSession session = new JitterSession(config, 2)) {
      collector.join(() -> false);
      collector.collect(
          RunContext.of(
              config,
              session,
              true,
              new OperatorChannel(InstantSource.system()),
              EpisodeObserver.NONE),
          episodes,
          summary -> {
            if (summary.policyId() < before.get()) {
              outdated.incrementAndGet();
            }
            PolicyShelf.Edition newest = shelf.newest();
            before.set(newest == null ? 0 : newest.id());
          },
          () -> false);
      double aloneP99 = alone.p99Nanos() * 1e-6;
      double besideP99 = session.jitter().percentiles().p99Nanos() * 1e-6;
      return List.of(
          Result.info("control jitter without uploads, p99", aloneP99, "ms"),
          Result.info("control jitter with uploads, p99", besideP99, "ms"),
          Result.atMost(MAX_ADDED_MILLIS, "added control jitter, p99", besideP99 - aloneP99, "ms"),
          Result.info("episodes with uploads", episodes, ""),
          Result.atMost(0, "episodes with an outdated policy", outdated.get(), ""));
    }
  }

  /** Returns the initial policy of a trainer. */
  private StoredPolicy policy(Path run) throws IOException {
    List<byte[]> files = new ArrayList<>();
    try (RunDirectory directory =
            RunDirectory.create(run, config, new BuildInfo("bench", "bench", false));
        Trainer training =
            Trainer.onSuppliedEpisodes(
                config,
                directory,
                "bench",
                TrainingListener.silent(),
                Intake.open(run, RUN, EpisodeBounds.of(config.task()), new DiskFiles()),
                published -> files.add(published.encode()))) {
      training.begin();
    }
    return StoredPolicy.decode(files.get(0), "bench");
  }

  /** Encodes the same policy with an incremented number of updates. */
  private static byte[] edition(StoredPolicy policy, AtomicLong published) {
    Map<String, String> texts = new LinkedHashMap<>(policy.metadata());
    texts.put("trained_updates", Long.toString(published.incrementAndGet()));
    return StoredPolicy.of(policy.spec(), policy.parameters(), texts).encode();
  }
}
