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
import minitaur.controller.remote.PolicyStore;
import minitaur.controller.remote.RobotCollector;
import minitaur.controller.remote.TrainerClient;
import minitaur.controller.remote.TrainerService;
import minitaur.controller.robot.EpisodeLoopFactory;
import minitaur.controller.run.BuildInfo;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.run.storage.LocalFileOperations;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.train.RunContext;
import minitaur.controller.train.Trainer;
import minitaur.controller.train.TrainingListener;
import minitaur.hal.SystemClock;
import minitaur.hal.loop.Agent;
import minitaur.hal.loop.LatencyHistogram;
import minitaur.hal.loop.RealTimeThread;
import minitaur.hal.random.RandomStream;

/**
 * Measures the jitter of 50 Hz control with and without uploads and downloads of a collector, and
 * counts episodes with an outdated policy. The trainer's service runs in the same process, which
 * interferes more than a service on another computer.
 *
 * @param config with short episodes, for a high rate of uploads
 * @param seconds duration of each of the two measurements
 */
record UploadInterference(ControllerConfig config, double seconds) {
  private static final long PUBLISH_NANOS = 350_000_000;

  List<Result> measure(Path directory) throws IOException {
    // Same priority as the thread that runs the episodes of a robot.
    RealTimeThread.request(RealTimeThread.ANY_CORE, RealTimeThread.CONTROL_PRIORITY);
    int episodes =
        (int)
            Math.ceil(
                seconds
                    * config.task().timing().policyRateHz()
                    / config.task().timing().episodeSteps());
    JitterSession warmUp = new JitterSession(config, 0);
    runWithoutUploads(warmUp, 2);
    JitterSession baseline = new JitterSession(config, 1);
    runWithoutUploads(baseline, episodes);
    return runWithUploads(directory, baseline.jitter().percentiles(), episodes);
  }

  private void runWithoutUploads(JitterSession session, int episodes) {
    EpisodeBuilder builder = new EpisodeBuilder(config.task().timing().episodeSteps());
    UniformPolicy policy = new UniformPolicy(RandomStream.of(0, "bench.policy"));
    EpisodeLoop loop =
        EpisodeLoopFactory.createLoop(session, config.episode(), () -> policy, builder);
    for (int episode = 0; episode < episodes; episode++) {
      session.resetRobot();
      builder.begin();
      loop.begin(episode);
      while (loop.tick()) {
        // Runs until the end of the episode.
      }
      loop.finish();
    }
  }

  private List<Result> runWithUploads(
      Path directory, LatencyHistogram.Percentiles baseline, int episodes) throws IOException {
    Path run = Files.createDirectory(directory.resolve("intake-run"));
    Intake intake =
        Intake.open(
            run, PipelineBenchmark.RUN, EpisodeBounds.of(config.task()), new LocalFileOperations());
    intake.rewind(0);
    PolicyStore policyStore = new PolicyStore();
    StoredPolicy policy = initialPolicy(directory.resolve("policy-run"));
    AtomicLong published = new AtomicLong();
    Runnable publish =
        () -> {
          long id = published.incrementAndGet();
          policyStore.publish(id, encodeVersion(policy, id));
        };
    publish.run();
    Agent publisher =
        new Agent(
            "bench-publisher",
            () -> {
              publish.run();
              return PUBLISH_NANOS;
            });
    try (TrainerService service = PipelineBenchmark.service(config, intake, policyStore);
        publisher) {
      service.start();
      publisher.start();
      return collect(
          directory.resolve("collector"), service.url(), policyStore, baseline, episodes);
    }
  }

  private List<Result> collect(
      Path directory,
      String url,
      PolicyStore policyStore,
      LatencyHistogram.Percentiles baseline,
      int episodes)
      throws IOException {
    TrainerClient client =
        new TrainerClient(
            new TrainerClient.Settings(URI.create(url), null, null, Duration.ofSeconds(10)));
    AtomicLong newestId = new AtomicLong();
    AtomicLong outdated = new AtomicLong();
    try (CollectorDirectory collectorDirectory =
            CollectorDirectory.open(directory, new LocalFileOperations());
        RobotCollector collector =
            new RobotCollector(
                new RobotCollector.Settings(config, "bench", "bench", false),
                collectorDirectory,
                client,
                TrainingListener.silent(),
                new LocalFileOperations(),
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
            if (summary.policyId() < newestId.get()) {
              outdated.incrementAndGet();
            }
            PolicyStore.PublishedPolicy newest = policyStore.newest();
            newestId.set(newest == null ? 0 : newest.id());
          },
          () -> false);
      double baselineP99 = baseline.p99Nanos() * 1e-6;
      double uploadP99 = session.jitter().percentiles().p99Nanos() * 1e-6;
      return List.of(
          Result.info("control jitter without uploads, p99", baselineP99, "ms"),
          Result.info("control jitter with uploads, p99", uploadP99, "ms"),
          Result.atMost(0.5, "added control jitter, p99", uploadP99 - baselineP99, "ms"),
          Result.atLeast(
              episodes, "uploaded episodes", collector.collected() - collector.waiting(), ""),
          Result.atMost(0, "episodes with an outdated policy", outdated.get(), ""));
    }
  }

  /** Returns the initial policy of a trainer. */
  private StoredPolicy initialPolicy(Path run) throws IOException {
    List<byte[]> files = new ArrayList<>();
    try (RunDirectory directory =
            RunDirectory.create(run, config, new BuildInfo("bench", "bench", false));
        Trainer training =
            Trainer.onRemoteEpisodes(
                config,
                directory,
                "bench",
                TrainingListener.silent(),
                Intake.open(
                    run,
                    PipelineBenchmark.RUN,
                    EpisodeBounds.of(config.task()),
                    new LocalFileOperations()),
                published -> files.add(published.file().get()))) {
      training.begin();
    }
    return StoredPolicy.decode(files.get(0), "bench");
  }

  /** Encodes the same policy with another number of updates. */
  private static byte[] encodeVersion(StoredPolicy policy, long updates) {
    Map<String, String> metadata = new LinkedHashMap<>(policy.metadata());
    metadata.put("trained_updates", Long.toString(updates));
    return StoredPolicy.of(policy.spec(), policy.parameters(), metadata).encode();
  }
}
