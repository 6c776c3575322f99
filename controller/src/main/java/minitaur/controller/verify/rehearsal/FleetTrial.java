package minitaur.controller.verify.rehearsal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import minitaur.controller.remote.TrainerReport;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.verify.LoopbackPort;
import minitaur.controller.verify.Result;
import minitaur.controller.verify.ResultList;
import minitaur.hal.Clock;

/**
 * Runs several simulated robots in real time, one process each, that collect for one trainer.
 * Checks that every episode is in the replay buffer exactly once, and that the learner keeps its
 * update-to-data ratio. When the robots collect faster than the learner trains, {@code
 * remote.maxUpdateBacklog} must bound the pending updates.
 *
 * @param config configuration of trainer and collectors, asynchronous and in real time
 * @param program main class of the processes
 * @param seconds duration, from the first episode of the last robot
 */
public record FleetTrial(
    ControllerConfig config, Class<?> program, int robots, double seconds, Clock clock) {
  private static final long POLL_NANOS = 1_000_000_000L;
  private static final long START_TIMEOUT_NANOS = 600_000_000_000L;
  private static final int END_TIMEOUT_SECONDS = 900;

  /** Max relative shortfall at which the update-to-data ratio counts as kept. */
  private static final double RATIO_TOLERANCE = 0.02;

  /** Min share of a robot, as a fraction of an equal share. */
  private static final double MIN_SHARE = 0.5;

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
    int port = LoopbackPort.free();
    RemoteTraining training = new RemoteTraining(directory, config, program, port, clock);
    List<ChildProcess> collectors = new ArrayList<>();
    List<ChildProcess> senders = new ArrayList<>();
    List<Path> spools = new ArrayList<>();
    ResultList results = new ResultList();
    try (ChildProcess trainer = training.trainer(true, "--no-evaluation")) {
      trainer.start();
      for (int robot = 0; robot < robots; robot++) {
        spools.add(training.spool("collector-" + robot));
        ChildProcess collector = collector(training, port, robot);
        collectors.add(collector);
        collector.start();
      }
      observe(training, results);
      for (ChildProcess collector : collectors) {
        collector.terminate(END_TIMEOUT_SECONDS);
      }
      // A new process of the same collector sends the episodes that remain in the spool.
      for (int robot = 0; robot < robots; robot++) {
        ChildProcess sender = collector(training, port, robot, "--episodes=0");
        senders.add(sender);
        sender.start();
      }
      for (ChildProcess sender : senders) {
        sender.await(END_TIMEOUT_SECONDS);
      }
      training.await(
          report -> report.uploads().waiting() == 0,
          START_TIMEOUT_NANOS,
          "the trainer did not process all episodes within 600 s");
      trainer.terminate(END_TIMEOUT_SECONDS);
    } finally {
      collectors.forEach(ChildProcess::close);
      senders.forEach(ChildProcess::close);
    }
    EpisodeReconciliation episodes = EpisodeReconciliation.of(spools, training.run(), config);
    results.info("episodes", episodes.finished(), "");
    results.atMost(0, "episodes lost", episodes.lost(), "");
    results.atMost(0, "episodes duplicated", episodes.duplicated(), "");
    results.atMost(0, "episodes altered or unknown", episodes.altered() + episodes.unknown(), "");
    return results.list();
  }

  private static ChildProcess collector(
      RemoteTraining training, int port, int robot, String... options) {
    List<String> all = new ArrayList<>(List.of("--robot=robot-" + robot));
    all.addAll(List.of(options));
    return training.collector("collector-" + robot, port, all);
  }

  /**
   * Observes the trainer for the configured duration, starting when every robot has sent an
   * episode.
   *
   * @param results Modified.
   */
  private void observe(RemoteTraining training, ResultList results) throws IOException {
    training.await(
        this::hasEpisodeOfEachRobot,
        START_TIMEOUT_NANOS,
        "not every robot sent an episode within 600 s");
    TrainerReport report = training.status();
    Snapshot first = Snapshot.of(report, clock);
    Snapshot learningStart = first;
    long maxPending = 0;
    long maxContactMillis = 0;
    long end = first.nanos() + (long) (seconds * 1e9);
    while (clock.nanos() < end) {
      clock.waitUntil(clock.nanos() + POLL_NANOS);
      report = training.status();
      maxPending = Math.max(maxPending, report.learner().pendingUpdates());
      if (learningStart.updates() == 0) {
        learningStart = Snapshot.of(report, clock); // No updates during random exploration.
      }
      for (TrainerReport.Collector robot : report.collectors()) {
        maxContactMillis =
            Math.max(maxContactMillis, 1000 * robot.activity().secondsSinceContact());
      }
    }
    Snapshot last = Snapshot.of(report, clock);
    addProgress(results, learningStart, last, maxPending);
    double minShare =
        report.collectors().stream()
            .mapToDouble(robot -> robot.contribution().share())
            .min()
            .orElse(1);
    results.atLeast(MIN_SHARE / robots, "share of a robot, min", minShare, "");
    results.info("last contact of a robot, max", maxContactMillis * 1e-3, "s");
  }

  private boolean hasEpisodeOfEachRobot(TrainerReport report) {
    return report.collectors().stream().filter(robot -> robot.contribution().episodes() > 0).count()
        == robots;
  }

  private void addProgress(ResultList results, Snapshot first, Snapshot last, long maxPending) {
    double elapsed = (last.nanos() - first.nanos()) * 1e-9;
    double updatesPerSecond = (last.updates() - first.updates()) / elapsed;
    double stepsPerSecond = (last.steps() - first.steps()) / elapsed;
    double targetRatio = config.learner().updatesPerStep();
    double ratio = updatesPerSecond / stepsPerSecond;
    int maxBacklog = config.remote().maxUpdateBacklog();
    // Updates are skipped when an episode has arrived, so one episode per robot may exceed the cap.
    double allowed =
        maxBacklog + targetRatio * robots * (double) config.task().timing().episodeSteps();
    boolean isRatioKept = ratio >= targetRatio * (1 - RATIO_TOLERANCE);
    results.info("robots", robots, "");
    results.info("environment steps of all robots", stepsPerSecond, "1/s");
    results.info("updates", updatesPerSecond, "1/s");
    results.info("configured updates per step", targetRatio, "");
    results.info("updates per step", ratio, "");
    double servedRobots = Math.min(robots, robots * ratio / targetRatio);
    results.info("robots at the configured updates per step", servedRobots, "");
    if (isRatioKept) {
      results.info("pending updates, max", maxPending, "");
    } else {
      results.atMost(allowed, "pending updates, max (limited)", maxPending, "");
    }
  }
}
