package minitaur.controller.verify.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import minitaur.controller.config.ConfigWriter;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.remote.BearerToken;
import minitaur.controller.remote.Episode;
import minitaur.controller.remote.TrainerClient;
import minitaur.hal.Clock;
import minitaur.hal.random.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs a trainer and a collector as two processes, disturbs them, plays the service manager that
 * starts again what died, and draws up the account. After each disturbance it waits until the
 * trainer has learnt from a further episode: the training resumed by itself.
 */
public final class Rehearsal {
  private static final String TOKEN = "rehearsal-only";
  private static final long POLL_NANOS = 50_000_000L;
  private static final long RESUME_NANOS = 180_000_000_000L;
  private static final long START_NANOS = 180_000_000_000L;
  private static final int END_SECONDS = 300;

  /** A slow disk takes a while for what waits after a long absence of the trainer. */
  private static final int SENDING_SECONDS = 3600;

  private static final int UPLOAD_BAR_BYTES = 120_000;

  private final ControllerConfig config;
  private final Path directory;
  private final int wantedEpisodes;
  private final int wantedDisturbances;
  private final RandomStream random;
  private final Clock clock;
  private final Consumer<String> out;
  private final Path run;
  private final Path spool;
  private final ChildProcess trainer;
  private final ChildProcess collector;
  private final ChildProcess sender;
  private final UnreliableNetwork network;
  private final TrainerClient direct;
  private final Saboteur saboteur;
  private final @Nullable EmulatedRobot robot;
  private final InstantSource wallTime;
  private final PolicyFreshness freshness = new PolicyFreshness();
  private final Map<String, Integer> counts = new LinkedHashMap<>();
  private long collectorSeenNanos;
  private int disturbances;
  private int resumed;
  private double slowestSeconds;

  /**
   * A rehearsal.
   *
   * @param directory exists and is empty
   * @param emulated whether the collector drives an emulated board, in real time
   * @param seed of what happens when
   * @param wallTime tells the order of what several processes do
   * @param out hears how it gets on, a line at a time
   */
  public Rehearsal(
      ControllerConfig config,
      Path directory,
      int episodes,
      int disturbances,
      boolean emulated,
      long seed,
      Clock clock,
      InstantSource wallTime,
      Consumer<String> out)
      throws IOException {
    this.config = config;
    this.directory = directory;
    wantedEpisodes = episodes;
    wantedDisturbances = disturbances;
    random = RandomStream.of(seed, "rehearsal");
    this.clock = clock;
    this.wallTime = wallTime;
    collectorSeenNanos = clock.nanos();
    this.out = out;
    run = directory.resolve("run");
    spool = directory.resolve("collector").resolve("spool");
    Path settings = directory.resolve("settings.yaml");
    Files.writeString(settings, ConfigWriter.write(config), StandardCharsets.UTF_8);
    int port = freePort();
    network = new UnreliableNetwork(port, RandomStream.of(seed, "rehearsal.network"), clock);
    trainer =
        new ChildProcess(
            List.of(
                "trainer",
                "--config",
                settings.toString(),
                "--run-dir",
                run.toString(),
                "--port",
                Integer.toString(port),
                "--token",
                TOKEN,
                "--no-progress"),
            directory.resolve("trainer.out"),
            false);
    robot = emulated ? new EmulatedRobot(directory, freePort(), seed, clock) : null;
    collector = collector(settings, robot == null ? List.of() : robot.options());
    sender = collector(settings, List.of("--episodes", "0"));
    direct =
        new TrainerClient(
            new TrainerClient.Settings(
                URI.create("http://127.0.0.1:" + port),
                new BearerToken(TOKEN),
                null,
                Duration.ofSeconds(5)));
    saboteur =
        new Saboteur(
            spool,
            run,
            URI.create("http://127.0.0.1:" + port),
            TOKEN,
            RandomStream.of(seed, "rehearsal.saboteur"));
  }

  private ChildProcess collector(Path settings, List<String> more) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(
        List.of(
            "collect",
            "--config",
            settings.toString(),
            "--trainer",
            "http://127.0.0.1:" + network.port(),
            "--token",
            TOKEN,
            "--dir",
            directory.resolve("collector").toString(),
            "--keep-sent",
            "--no-console"));
    arguments.addAll(more);
    return new ChildProcess(arguments, directory.resolve("collector.out"), false);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /**
   * Rehearses; returns when everything has ended.
   *
   * @throws IOException when it could not be brought to its end; the message says what stuck
   */
  public RehearsalReport run() throws IOException, InterruptedException {
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
      awaitEpisodes(0, START_NANOS, "the trainer did not start");
      collector.start();
      awaitEpisodes(1, START_NANOS, "no episode reached the trainer");
      int finished = 0;
      while (finished < wantedEpisodes || disturbances < wantedDisturbances) {
        finished = finishedEpisodes();
        boolean due = disturbances < (long) wantedDisturbances * finished / wantedEpisodes;
        if (due && disturbances < wantedDisturbances) {
          disturb();
        } else {
          supervise();
          episodesAtTrainer();
          clock.waitUntil(clock.nanos() + POLL_NANOS);
        }
      }
      end();
    }
    Account account = Account.of(spool, run, config);
    PolicyFreshness.Result policies = freshness.of(List.of(spool, spool.resolve("sent")));
    policies.outdated().forEach(out);
    return report(account, policies, (clock.nanos() - start) * 1e-9);
  }

  private void disturb() throws IOException, InterruptedException {
    long before = arrivedAtTrainer();
    long fromMillis = wallTime.millis();
    Disturbance what = Disturbance.values()[random.nextInt(Disturbance.values().length)];
    apply(what);
    disturbances++;
    counts.merge(what.words(), 1, Integer::sum);
    long begin = clock.nanos();
    before = Math.max(before, arrivedAtTrainer());
    supervise();
    awaitEpisodes(before + 1, RESUME_NANOS, "the training did not go on after: " + what.words());
    resumed++;
    freshness.disturbed(fromMillis, wallTime.millis());
    double seconds = (clock.nanos() - begin) * 1e-9;
    slowestSeconds = Math.max(slowestSeconds, seconds);
    out.accept(
        String.format(
            Locale.ROOT,
            "%4d of %d  %-38s went on after %.1f s",
            disturbances,
            wantedDisturbances,
            what.words(),
            seconds));
  }

  private void apply(Disturbance what) throws IOException, InterruptedException {
    switch (what) {
      case KILL_COLLECTOR -> collector.kill();
      case KILL_TRAINER -> trainer.kill();
      case KILL_BOTH -> {
        trainer.kill();
        collector.kill();
      }
      case NETWORK_CUT -> weather(UnreliableNetwork.Weather.CUT, 0.2, 4);
      case NETWORK_SILENT -> weather(UnreliableNetwork.Weather.SILENT, 0.2, 5);
      case NETWORK_SLOW -> weather(UnreliableNetwork.Weather.SLOW, 1, 4);
      case NETWORK_NOISY -> weather(UnreliableNetwork.Weather.NOISY, 1, 4);
      case SENT_TWICE -> saboteur.sendAgain();
      case SENT_DAMAGED -> saboteur.sendDamaged();
      case TORN_SPOOL -> {
        collector.kill();
        saboteur.tearSpool();
      }
      case TORN_INTAKE -> {
        trainer.kill();
        saboteur.tearIntake();
      }
      case DAMAGED_CHECKPOINT -> {
        trainer.kill();
        saboteur.damageNewestCheckpoint();
      }
    }
  }

  private void weather(UnreliableNetwork.Weather weather, double least, double most) {
    network.set(weather);
    clock.waitUntil(clock.nanos() + (long) (random.nextUniform(least, most) * 1e9));
    network.set(UnreliableNetwork.Weather.FAIR);
  }

  /** Starts again what died, as a service manager does. */
  private void supervise() throws IOException {
    if (!trainer.isAlive()) {
      trainer.start();
    }
    if (collector.isAlive()) {
      collectorSeenNanos = clock.nanos();
    } else if (robot == null || clock.nanos() - collectorSeenNanos >= EmulatedRobot.RESTART_NANOS) {
      collector.start();
    }
  }

  /** Lets every episode arrive, then ends both in good order. */
  private void end() throws IOException, InterruptedException {
    supervise();
    collector.terminate(END_SECONDS);
    sender.start();
    sender.await(SENDING_SECONDS);
    long end = clock.nanos() + START_NANOS;
    while (true) {
      try {
        if (direct.progress().path("waiting").asLong(1) == 0) {
          break;
        }
      } catch (IOException e) {
        if (clock.nanos() > end) {
          throw e;
        }
      }
      clock.waitUntil(clock.nanos() + POLL_NANOS);
    }
    trainer.terminate(END_SECONDS);
    if (robot != null) {
      out.accept(robot.end());
    }
  }

  /**
   * Episodes that the trainer has learnt from; -1 when it does not answer. The robot's operator and
   * who notes the policies look at the answer too.
   */
  private long episodesAtTrainer() {
    try {
      JsonNode progress = direct.progress();
      freshness.heard(progress, wallTime.millis());
      if (robot != null) {
        robot.attend(progress);
      }
      return progress.path("episodes").asLong();
    } catch (IOException e) {
      return -1;
    }
  }

  /** Episodes that the trainer has on its disk or has learnt from; 0 when it does not answer. */
  private long arrivedAtTrainer() {
    try {
      JsonNode progress = direct.progress();
      return progress.path("episodes").asLong() + progress.path("waiting").asLong();
    } catch (IOException e) {
      return 0;
    }
  }

  private void awaitEpisodes(long least, long nanos, String otherwise) throws IOException {
    long end = clock.nanos() + nanos;
    while (episodesAtTrainer() < least) {
      if (clock.nanos() > end) {
        throw new IOException(
            otherwise + "; what both said is in " + directory + ", trainer.out and collector.out");
      }
      if (least > 0 && collector.starts() > 0) {
        supervise();
      }
      clock.waitUntil(clock.nanos() + POLL_NANOS);
    }
  }

  private int finishedEpisodes() throws IOException {
    return episodeFiles(spool.resolve("sent")) + episodeFiles(spool);
  }

  private static int episodeFiles(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(directory)) {
      return (int) files.filter(file -> file.toString().endsWith(".episode")).count();
    }
  }

  private RehearsalReport report(Account account, PolicyFreshness.Result policies, double seconds) {
    List<RehearsalReport.Bar> bars = new ArrayList<>();
    bars.add(RehearsalReport.Bar.atLeast("episodes finished", wantedEpisodes, account.finished()));
    bars.add(RehearsalReport.Bar.atLeast("disturbances", wantedDisturbances, disturbances));
    bars.add(RehearsalReport.Bar.atMost("episodes lost", 0, account.lost()));
    bars.add(RehearsalReport.Bar.atMost("episodes doubled", 0, account.doubled()));
    bars.add(
        RehearsalReport.Bar.atMost(
            "episodes altered or made up", 0, account.altered() + account.strange()));
    bars.add(
        RehearsalReport.Bar.atMost(
            "times that the training did not go on by itself", 0, disturbances - resumed));
    bars.add(
        RehearsalReport.Bar.atMost("slowest of these, s", RESUME_NANOS * 1e-9, slowestSeconds));
    bars.add(
        RehearsalReport.Bar.atMost(
            "of %d episodes, not by the newest policy".formatted(policies.episodes()),
            0,
            policies.outdated().size()));
    bars.add(
        RehearsalReport.Bar.atMost(
            "bytes of an episode of 500 steps", UPLOAD_BAR_BYTES, Episode.maximumBytes(500)));
    return new RehearsalReport(
        bars,
        counts,
        collector.starts(),
        trainer.starts(),
        robot == null ? 0 : robot.releases(),
        seconds);
  }
}
