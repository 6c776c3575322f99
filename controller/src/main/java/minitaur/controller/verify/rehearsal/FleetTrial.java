package minitaur.controller.verify.rehearsal;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import minitaur.controller.config.ConfigWriter;
import minitaur.controller.remote.BearerToken;
import minitaur.controller.remote.TrainerClient;
import minitaur.controller.remote.TrainerReport;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.verify.LoopbackPort;
import minitaur.controller.verify.Result;
import minitaur.hal.Clock;

/**
 * Runs several simulated robots in real time, one process each, that collect for one trainer.
 * Checks that every episode is in the replay buffer exactly once, and that the learner keeps its
 * update-to-data ratio. When the robots collect faster than the learner trains, {@code
 * remote.maxUpdateBacklog} must bound the pending updates.
 */
public final class FleetTrial {
  private static final String TOKEN = "fleet-trial-only";
  private static final long POLL_NANOS = 1_000_000_000L;
  private static final long START_TIMEOUT_NANOS = 600_000_000_000L;
  private static final int END_TIMEOUT_SECONDS = 900;

  /** Max relative shortfall at which the update-to-data ratio counts as kept. */
  private static final double RATIO_TOLERANCE = 0.02;

  /** Min share of a robot, as a fraction of an equal share. */
  private static final double MIN_SHARE = 0.5;

  private final ControllerConfig config;
  private final Class<?> program;
  private final int robots;
  private final double seconds;
  private final Clock clock;

  /**
   * @param config configuration of trainer and collectors, asynchronous and in real time
   * @param program main class of the processes
   * @param seconds duration, from the first episode of the last robot
   */
  public FleetTrial(
      ControllerConfig config, Class<?> program, int robots, double seconds, Clock clock) {
    this.config = config;
    this.program = program;
    this.robots = robots;
    this.seconds = seconds;
    this.clock = clock;
  }

  /** Progress of the trainer at one time. */
  private record Snapshot(long nanos, long steps, long updates) {
    static Snapshot of(TrainerReport report, Clock clock) {
      return new Snapshot(clock.nanos(), report.training().steps(), report.learner().updates());
    }
  }

  /**
   * Runs all processes until every episode has arrived, and reconciles the episodes.
   *
   * @param directory directory for all files; new, empty, or that of an earlier rehearsal, which is
   *     deleted
   */
  public List<Result> run(Path directory) throws IOException, InterruptedException {
    Rehearsal.clear(directory);
    Path configFile = directory.resolve(Rehearsal.SETTINGS_FILE);
    Files.writeString(configFile, ConfigWriter.write(config), StandardCharsets.UTF_8);
    int port = LoopbackPort.free();
    URI url = URI.create("http://127.0.0.1:" + port);
    Path run = directory.resolve("run");
    TrainerClient client =
        new TrainerClient(
            new TrainerClient.Settings(url, new BearerToken(TOKEN), null, Duration.ofSeconds(30)));
    List<ChildProcess> collectors = new ArrayList<>();
    List<Path> spools = new ArrayList<>();
    List<Result> results;
    try (ChildProcess trainer =
        new ChildProcess(
            program,
            List.of(
                "trainer",
                "--config",
                configFile.toString(),
                "--run-dir",
                run.toString(),
                "--http-port",
                Integer.toString(port),
                "--token",
                TOKEN,
                "--no-evaluation",
                "--no-progress"),
            directory.resolve("trainer.out"),
            true)) {
      trainer.start();
      for (int robot = 0; robot < robots; robot++) {
        Path collectorDirectory = directory.resolve("collector-" + robot);
        spools.add(collectorDirectory.resolve("spool"));
        ChildProcess collector = collector(configFile, url, collectorDirectory, robot, List.of());
        collectors.add(collector);
        collector.start();
      }
      results = new ArrayList<>(observe(client));
      for (ChildProcess collector : collectors) {
        collector.terminate(END_TIMEOUT_SECONDS);
      }
      // A new process of the same collector sends the episodes that remain in the spool.
      List<ChildProcess> senders = new ArrayList<>();
      for (int robot = 0; robot < robots; robot++) {
        Path collectorDirectory = directory.resolve("collector-" + robot);
        ChildProcess sender =
            collector(configFile, url, collectorDirectory, robot, List.of("--episodes", "0"));
        senders.add(sender);
        sender.start();
      }
      for (ChildProcess sender : senders) {
        sender.await(END_TIMEOUT_SECONDS);
      }
      awaitIntake(client);
      trainer.terminate(END_TIMEOUT_SECONDS);
    } finally {
      collectors.forEach(ChildProcess::close);
    }
    EpisodeReconciliation episodes = EpisodeReconciliation.of(spools, run, config);
    results.add(Result.info("episodes", episodes.finished(), ""));
    results.add(Result.atMost(0, "episodes lost", episodes.lost(), ""));
    results.add(Result.atMost(0, "episodes duplicated", episodes.duplicated(), ""));
    results.add(
        Result.atMost(
            0, "episodes altered or unknown", episodes.altered() + episodes.unknown(), ""));
    return results;
  }

  private ChildProcess collector(
      Path configFile, URI url, Path collectorDirectory, int robot, List<String> options) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "collect",
                "--config",
                configFile.toString(),
                "--trainer",
                url.toString(),
                "--token",
                TOKEN,
                "--robot",
                "robot-" + robot,
                "--dir",
                collectorDirectory.toString(),
                "--keep-sent",
                "--no-console"));
    arguments.addAll(options);
    return new ChildProcess(
        program,
        arguments,
        collectorDirectory.resolveSibling(collectorDirectory.getFileName() + ".out"),
        false);
  }

  /**
   * Observes the trainer for the configured duration, starting when every robot has sent an
   * episode.
   */
  private List<Result> observe(TrainerClient client) throws IOException {
    awaitRobots(client);
    TrainerReport report = client.progress();
    Snapshot first = Snapshot.of(report, clock);
    Snapshot learningStart = first;
    long maxPending = 0;
    long maxContactMillis = 0;
    long end = first.nanos() + (long) (seconds * 1e9);
    while (clock.nanos() < end) {
      clock.waitUntil(clock.nanos() + POLL_NANOS);
      report = client.progress();
      maxPending = Math.max(maxPending, report.learner().pendingUpdates());
      if (learningStart.updates() == 0) {
        learningStart = Snapshot.of(report, clock); // No updates during random exploration.
      }
      for (TrainerReport.Collector robot : report.collectors()) {
        maxContactMillis =
            Math.max(maxContactMillis, 1000 * robot.activity().secondsSinceContact());
      }
    }
    return results(report, learningStart, Snapshot.of(report, clock), maxPending, maxContactMillis);
  }

  private List<Result> results(
      TrainerReport report, Snapshot first, Snapshot last, long maxPending, long maxContactMillis) {
    double elapsed = (last.nanos() - first.nanos()) * 1e-9;
    double updatesPerSecond = (last.updates() - first.updates()) / elapsed;
    double stepsPerSecond = (last.steps() - first.steps()) / elapsed;
    double targetRatio = config.learner().updatesPerStep();
    double ratio = updatesPerSecond / stepsPerSecond;
    double minShare = 1;
    for (TrainerReport.Collector robot : report.collectors()) {
      minShare = Math.min(minShare, robot.contribution().share());
    }
    int maxBacklog = config.remote().maxUpdateBacklog();
    // Updates are skipped when an episode has arrived, so one episode per robot may exceed the cap.
    double allowed =
        maxBacklog + targetRatio * robots * (double) config.task().timing().episodeSteps();
    boolean isRatioKept = ratio >= targetRatio * (1 - RATIO_TOLERANCE);
    List<Result> results = new ArrayList<>();
    results.add(Result.info("robots", robots, ""));
    results.add(Result.info("environment steps of all robots", stepsPerSecond, "1/s"));
    results.add(Result.info("updates", updatesPerSecond, "1/s"));
    results.add(Result.info("configured updates per step", targetRatio, ""));
    results.add(Result.info("updates per step", ratio, ""));
    results.add(
        Result.info(
            "robots at the configured updates per step",
            Math.min(robots, robots * ratio / targetRatio),
            ""));
    results.add(
        isRatioKept
            ? Result.info("pending updates, max", maxPending, "")
            : Result.atMost(allowed, "pending updates, max (limited)", maxPending, ""));
    results.add(Result.atLeast(MIN_SHARE / robots, "share of a robot, min", minShare, ""));
    results.add(Result.info("last contact of a robot, max", maxContactMillis * 1e-3, "s"));
    return results;
  }

  private void awaitRobots(TrainerClient client) throws IOException {
    long deadline = clock.nanos() + START_TIMEOUT_NANOS;
    while (true) {
      try {
        int reporting = 0;
        for (TrainerReport.Collector robot : client.progress().collectors()) {
          reporting += robot.contribution().episodes() > 0 ? 1 : 0;
        }
        if (reporting == robots) {
          return;
        }
      } catch (IOException e) {
        // The trainer is starting.
      }
      if (clock.nanos() > deadline) {
        throw new IOException("not every robot sent an episode within 600 s");
      }
      clock.waitUntil(clock.nanos() + POLL_NANOS);
    }
  }

  private void awaitIntake(TrainerClient client) throws IOException {
    long deadline = clock.nanos() + START_TIMEOUT_NANOS;
    while (client.progress().uploads().waiting() > 0) {
      if (clock.nanos() > deadline) {
        throw new IOException("the trainer did not process all episodes within 600 s");
      }
      clock.waitUntil(clock.nanos() + POLL_NANOS);
    }
  }
}
