package minitaur.controller.verify.rehearsal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import minitaur.controller.remote.Episode;
import minitaur.controller.remote.TrainerReport;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.verify.LoopbackPort;
import minitaur.controller.verify.Result;
import minitaur.controller.verify.ResultList;
import minitaur.controller.verify.rehearsal.UnreliableNetwork.Condition;
import minitaur.hal.Clock;
import minitaur.hal.Text;
import minitaur.hal.random.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs a trainer and a collector as two processes, injects faults, restarts killed processes like a
 * service manager, and reconciles all episodes. After each fault it waits until the trainer has
 * received another episode, which shows that the training recovered by itself.
 */
public final class Rehearsal {
  private static final long POLL_NANOS = 50_000_000L;
  private static final long RECOVERY_TIMEOUT_NANOS = 180_000_000_000L;
  private static final long START_TIMEOUT_NANOS = 180_000_000_000L;
  private static final int END_TIMEOUT_SECONDS = 300;

  /** Time limit for sending all pending episodes, which is long for slow disks. */
  private static final int SEND_TIMEOUT_SECONDS = 3600;

  private final Settings settings;
  private final RandomStream random;
  private final Clock clock;
  private final InstantSource wallTime;
  private final Consumer<String> out;
  private final RemoteTraining training;
  private final Path spool;
  private final ChildProcess trainer;
  private final ChildProcess collector;
  private final ChildProcess sender;
  private final UnreliableNetwork network;
  private final FaultInjector injector;
  private final @Nullable EmulatedRobot robot;
  private final PolicyFreshness freshness = new PolicyFreshness();
  private final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
  private long collectorAliveNanos;
  private int faults;
  private int recoveries;
  private double maxRecoverySeconds;
  private boolean allRulesMet;

  private enum Fault {
    KILL_COLLECTOR("kill -9 of the collector", rehearsal -> rehearsal.collector.kill()),
    KILL_TRAINER("kill -9 of the trainer", rehearsal -> rehearsal.trainer.kill()),
    KILL_BOTH(
        "kill -9 of both",
        rehearsal -> {
          rehearsal.trainer.kill();
          rehearsal.collector.kill();
        }),
    NETWORK_CUT("network cut", rehearsal -> rehearsal.degrade(Condition.CUT, 0.2, 4)),
    NETWORK_SILENT("network silent", rehearsal -> rehearsal.degrade(Condition.SILENT, 0.2, 5)),
    NETWORK_SLOW("network slow", rehearsal -> rehearsal.degrade(Condition.SLOW, 1, 4)),
    NETWORK_NOISY(
        "bits flipped on the network", rehearsal -> rehearsal.degrade(Condition.NOISY, 1, 4)),
    SENT_TWICE("episodes resent out of order", rehearsal -> rehearsal.injector.resendEpisodes()),
    SENT_DAMAGED("damaged episodes sent", rehearsal -> rehearsal.injector.sendDamagedEpisodes()),
    TRUNCATED_SPOOL(
        "truncated files in the collector's spool",
        rehearsal -> {
          rehearsal.collector.kill();
          rehearsal.injector.truncateEpisodes(rehearsal.spool);
        }),
    TRUNCATED_INTAKE(
        "truncated files in the trainer's intake",
        rehearsal -> {
          rehearsal.trainer.kill();
          rehearsal.injector.truncateEpisodes(rehearsal.training.run().resolve("intake"));
        }),
    DAMAGED_CHECKPOINT(
        "damaged newest checkpoint",
        rehearsal -> {
          rehearsal.trainer.kill();
          rehearsal.injector.damageNewestCheckpoint();
        });

    private final String text;
    private final Injection injection;

    Fault(String text, Injection injection) {
      this.text = text;
      this.injection = injection;
    }

    private interface Injection {
      void apply(Rehearsal rehearsal) throws IOException, InterruptedException;
    }
  }

  /** Robot that the collector drives. */
  public enum Robot {
    /** An emulated board on a serial port, in real time. */
    EMULATED,
    /** A simulated robot inside the collector. */
    SIMULATED
  }

  /**
   * Settings of a rehearsal.
   *
   * @param config configuration of trainer and collector
   * @param directory directory for all files; new, empty, or that of an earlier rehearsal, which is
   *     deleted
   * @param episodes minimum number of finished episodes
   * @param faults minimum number of injected faults
   * @param seed seed of the faults
   */
  public record Settings(
      ControllerConfig config, Path directory, int episodes, int faults, Robot robot, long seed) {}

  /**
   * Prepares the directory and the processes.
   *
   * @param program main class of the processes
   * @param wallTime orders events of several processes
   * @param out receives progress messages, line by line
   */
  public Rehearsal(
      Settings settings,
      Class<?> program,
      Clock clock,
      InstantSource wallTime,
      Consumer<String> out)
      throws IOException {
    this.settings = settings;
    this.clock = clock;
    this.wallTime = wallTime;
    this.out = out;
    random = RandomStream.of(settings.seed(), "rehearsal");
    collectorAliveNanos = clock.nanos();
    int[] ports = LoopbackPort.freePair();
    training =
        new RemoteTraining(settings.directory(), settings.config(), program, ports[0], clock);
    spool = training.spool("collector");
    network =
        new UnreliableNetwork(
            ports[0], RandomStream.of(settings.seed(), "rehearsal.network"), clock);
    trainer = training.trainer(false);
    robot =
        settings.robot() == Robot.EMULATED
            ? new EmulatedRobot(settings.directory(), program, ports[1], settings.seed(), clock)
            : null;
    collector =
        training.collector(
            "collector", network.port(), robot == null ? List.of() : robot.options());
    sender = training.collector("collector", network.port(), List.of("--episodes=0"));
    injector =
        new FaultInjector(spool, training, RandomStream.of(settings.seed(), "rehearsal.saboteur"));
  }

  /**
   * Runs the rehearsal until all processes have ended.
   *
   * @throws IOException when it cannot be completed
   */
  public List<Result> run() throws IOException, InterruptedException {
    long start = clock.nanos();
    try (network;
        trainer;
        collector;
        sender;
        robot) {
      if (robot != null) {
        robot.start();
      }
      trainer.start();
      awaitEpisodes(0, START_TIMEOUT_NANOS, "the trainer did not start");
      collector.start();
      awaitEpisodes(1, START_TIMEOUT_NANOS, "no episode reached the trainer");
      int finished = 0;
      while (finished < settings.episodes() || faults < settings.faults()) {
        finished = finishedEpisodes();
        if (faults < settings.faults()
            && faults < (long) settings.faults() * finished / settings.episodes()) {
          inject();
        } else {
          supervise();
          pollTrainer();
          clock.waitUntil(clock.nanos() + POLL_NANOS);
        }
      }
      shutDown();
    }
    EpisodeReconciliation episodes =
        EpisodeReconciliation.of(List.of(spool), training.run(), settings.config());
    PolicyFreshness.Result policies = freshness.of(List.of(spool, spool.resolve("sent")));
    policies.outdated().forEach(out);
    return results(episodes, policies, (clock.nanos() - start) * 1e-9);
  }

  private void inject() throws IOException, InterruptedException {
    long received = receivedEpisodes();
    long fromMillis = wallTime.millis();
    Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
    fault.injection.apply(this);
    faults++;
    counts.merge(fault, 1, Integer::sum);
    long begin = clock.nanos();
    received = Math.max(received, receivedEpisodes());
    supervise();
    awaitEpisodes(
        received + 1, RECOVERY_TIMEOUT_NANOS, "the training did not recover after: " + fault.text);
    recoveries++;
    freshness.recordFault(fromMillis, wallTime.millis());
    double seconds = (clock.nanos() - begin) * 1e-9;
    maxRecoverySeconds = Math.max(maxRecoverySeconds, seconds);
    out.accept(
        Text.of(
            "%4d of %d  %-38s recovered after %.1f s",
            faults, settings.faults(), fault.text, seconds));
  }

  private void degrade(Condition condition, double min, double max) {
    network.set(condition);
    clock.waitUntil(clock.nanos() + (long) (random.nextUniform(min, max) * 1e9));
    network.set(Condition.GOOD);
  }

  /** Restarts processes that have ended, like a service manager. */
  private void supervise() throws IOException {
    if (!trainer.isAlive()) {
      trainer.start();
    }
    if (collector.isAlive()) {
      collectorAliveNanos = clock.nanos();
    } else if (robot == null
        || clock.nanos() - collectorAliveNanos >= EmulatedRobot.RESTART_DELAY_NANOS) {
      collector.start();
    }
  }

  /** Waits until all episodes have arrived, then ends both processes. */
  private void shutDown() throws IOException, InterruptedException {
    supervise();
    collector.terminate(END_TIMEOUT_SECONDS);
    sender.start();
    sender.await(SEND_TIMEOUT_SECONDS);
    training.await(
        report -> report.uploads().waiting() == 0,
        SEND_TIMEOUT_SECONDS * 1_000_000_000L,
        "the trainer did not process all episodes");
    trainer.terminate(END_TIMEOUT_SECONDS);
    if (robot != null) {
      allRulesMet = robot.stop(out);
    }
  }

  /**
   * Number of episodes that the trainer has learned from; -1 when it does not respond. Also passes
   * the response to the scripted operator and to the check of policies.
   */
  private long pollTrainer() throws IOException {
    TrainerReport report = training.statusIfReachable();
    if (report == null) {
      return -1;
    }
    freshness.recordResponse(report, wallTime.millis());
    if (robot != null) {
      robot.answerRequests(report);
    }
    return report.training().episodes();
  }

  /** Number of episodes that the trainer has stored or learned from; 0 when it does not respond. */
  private long receivedEpisodes() {
    TrainerReport report = training.statusIfReachable();
    return report == null ? 0 : report.training().episodes() + report.uploads().waiting();
  }

  private void awaitEpisodes(long min, long nanos, String failure) throws IOException {
    long deadline = clock.nanos() + nanos;
    while (pollTrainer() < min) {
      if (clock.nanos() > deadline) {
        throw new IOException(
            failure + "; see trainer.out and collector.out in " + settings.directory());
      }
      if (min > 0 && collector.starts() > 0) {
        supervise();
      }
      clock.waitUntil(clock.nanos() + POLL_NANOS);
    }
  }

  private int finishedEpisodes() throws IOException {
    return RemoteTraining.files(spool.resolve("sent"), ".episode").size()
        + RemoteTraining.files(spool, ".episode").size();
  }

  private List<Result> results(
      EpisodeReconciliation episodes, PolicyFreshness.Result policies, double seconds) {
    ResultList results = new ResultList();
    results.info("duration", seconds, "s");
    counts.forEach((fault, count) -> results.info(fault.text, count, ""));
    results.info("starts of the collector", collector.starts(), "");
    results.info("starts of the trainer", trainer.starts(), "");
    results.info("released emergency stops", robot == null ? 0 : robot.releases(), "");
    if (robot != null) {
      results.atLeast(
          1, "safety rules met by the emulated robot (1: yes)", allRulesMet ? 1 : 0, "");
    }
    results.atLeast(settings.episodes(), "finished episodes", episodes.finished(), "");
    results.atLeast(settings.faults(), "injected faults", faults, "");
    results.atMost(0, "lost episodes", episodes.lost(), "");
    results.atMost(0, "duplicated episodes", episodes.duplicated(), "");
    results.atMost(0, "altered or unknown episodes", episodes.altered() + episodes.unknown(), "");
    results.atMost(0, "faults without recovery", faults - recoveries, "");
    results.atMost(RECOVERY_TIMEOUT_NANOS * 1e-9, "recovery time, max", maxRecoverySeconds, "s");
    results.info("episodes with a known newest policy", policies.episodes(), "");
    results.atMost(0, "of these, with an outdated policy", policies.outdated().size(), "");
    results.atMost(120_000, "episode of 500 steps, size", Episode.maxBytes(500), "bytes");
    return results.list();
  }
}
