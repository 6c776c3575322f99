package minitaur.controller.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLSocketFactory;
import minitaur.calibration.camera.synthetic.VirtualClock;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.gait.GaitMetric;
import minitaur.controller.episode.gait.GaitReport;
import minitaur.controller.learn.LearnerMetrics;
import minitaur.controller.operator.OperatorChannel;
import minitaur.controller.operator.OperatorCommand;
import minitaur.controller.operator.OperatorCounts;
import minitaur.controller.operator.Phase;
import minitaur.controller.operator.ResetRequest;
import minitaur.controller.robot.SimulatedSession;
import minitaur.controller.run.storage.FaultInjectingFiles;
import minitaur.controller.run.storage.LocalFileOperations;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.train.CollectorStatus;
import minitaur.controller.train.EvaluationResult;
import minitaur.controller.train.RunContext;
import minitaur.controller.train.TrainerStatus;
import minitaur.controller.train.TrainingListener;
import minitaur.hal.Clock;
import minitaur.hal.Motor;
import minitaur.hal.SystemClock;
import minitaur.hal.random.RandomStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Tests a collector on a simulated robot, a trainer's service, and a connection between them. */
class RobotCollectorTest {
  private static final BearerToken TOKEN = new BearerToken("collector-test-token");
  private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(60);

  @TempDir private Path temporary;

  private final AtomicBoolean stop = new AtomicBoolean();
  private OperatorChannel channel = new OperatorChannel(InstantSource.system());
  private TrainingListener listener = TrainingListener.silent();
  private Runnable operator = () -> {};
  private ControllerConfig config =
      SmallRun.config("remote.spoolEpisodes=3", "remote.timeoutSeconds=5");
  private Intake intake;
  private long runId = TestEpisodes.RUN;
  private int port;
  private ServiceSettings.@Nullable Keystore keystore;
  private @Nullable TrainerService service;
  private final TrainerProgress progress = new TrainerProgress();
  private volatile TrainerStatus status = new TrainerStatus(0, true, 0, 0, 0, 0, false);

  @BeforeEach
  void openIntake() throws IOException {
    Path run = Files.createDirectory(temporary.resolve("run"));
    intake = openIntake(run);
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
  }

  private Intake openIntake(Path run) throws IOException {
    Intake opened = Intake.open(run, runId, TestEpisodes.bounds(10), new LocalFileOperations());
    opened.rewind(0);
    return opened;
  }

  @AfterEach
  void end() {
    stop.set(true);
    closeService();
  }

  private void openService() throws PipelineException {
    TrainerService.Run run =
        new TrainerService.Run(runId, RunAgreement.of(config, "1.0"), "asynchronous", 1000, 10);
    service =
        new TrainerService(
            new ServiceSettings("localhost", port, TOKEN, keystore),
            run,
            intake,
            new PolicyStore(),
            progress,
            () -> status,
            new SystemClock());
    service.start();
  }

  private void closeService() {
    if (service != null) {
      service.close();
      service = null;
    }
  }

  @Test
  void deliversEveryEpisodeOnce() throws Exception {
    openService();
    assertThat(collect("http", null, 5)).isFalse();
    assertThat(intake.waiting()).isEqualTo(5);
    Set<EpisodeId> ids = new HashSet<>();
    for (int i = 0; i < 5; i++) {
      Episode episode = (Episode) intake.next();
      assertThat(episode.robot()).isEqualTo("rosa");
      assertThat(episode.steps()).isPositive();
      ids.add(episode.id());
      intake.acknowledge();
    }
    assertThat(ids).hasSize(5);
  }

  @Test
  void acknowledgesEndOfTraining() throws Exception {
    openService();
    status = new TrainerStatus(1000, false, 2, 0, 0, 0, true);
    assertThat(collect("http", null, Integer.MAX_VALUE)).isFalse();
    assertThat(service.allAcknowledgedEnd(TimeUnit.MINUTES.toNanos(1))).isTrue();
  }

  @Test
  void keepsAcknowledgingEndUntilItStops() throws Exception {
    openService();
    status = new TrainerStatus(1000, false, 2, 0, 0, 0, true);
    AtomicLong heartbeats = new AtomicLong();
    TrainingListener counting =
        new TrainingListener() {
          @Override
          public void onCollectors(List<CollectorStatus> collectors) {
            heartbeats.incrementAndGet();
          }
        };
    VirtualClock clock = new VirtualClock();
    try (Uplink uplink = uplink(openSpool(), counting, clock)) {
      uplink.start();
      await(() -> heartbeats.get() == 1);
      clock.waitUntil(clock.nanos() + TimeUnit.SECONDS.toNanos(3));
      await(() -> heartbeats.get() == 2);
      assertThat(service.allAcknowledgedEnd(TimeUnit.MINUTES.toNanos(1))).isTrue();
    }
  }

  @Test
  void blamesFilesRatherThanTrainerForUnreadableEpisode() throws Exception {
    openService();
    Spool spool = openSpool();
    spool.add(TestEpisodes.id(1), TestEpisodes.episode(1, 2));
    Files.delete(spool.entries().get(0).file());
    List<String> warnings = new CopyOnWriteArrayList<>();
    AppenderBase<ILoggingEvent> log =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            warnings.add(event.getFormattedMessage());
          }
        };
    log.start();
    Logger logger = (Logger) LoggerFactory.getLogger(Uplink.class);
    logger.addAppender(log);
    try (Uplink uplink = uplink(spool, TrainingListener.silent(), new SystemClock())) {
      uplink.start();
      await(() -> !warnings.isEmpty());
    } finally {
      logger.detachAppender(log);
    }
    assertThat(warnings.get(0)).startsWith("The files of finished episodes fail (");
  }

  private Spool openSpool() throws IOException {
    return Spool.open(
        temporary.resolve("spool"),
        new Spool.Limits(1, Long.MAX_VALUE),
        false,
        new LocalFileOperations());
  }

  private Uplink uplink(Spool spool, TrainingListener relayed, Clock clock) throws IOException {
    TrainerClient client = client("http", null);
    client.expectRun(TestEpisodes.RUN);
    return new Uplink(
        client,
        spool,
        "rosa",
        new Backoff(RandomStream.of(0, "uplink"), 1),
        new TrainerStatusRelay(relayed),
        clock);
  }

  @Test
  void collectsOfflineUntilSpoolIsFull() throws Exception {
    openService();
    collect("http", null, 1);
    closeService();
    CompletableFuture<Boolean> collecting =
        CompletableFuture.supplyAsync(() -> collectUnchecked(5));
    Path spool = temporary.resolve("collector/spool");
    await(() -> episodeFiles(spool) == 3);
    assertThat(intake.waiting()).isEqualTo(1);
    openService();
    assertThat(collecting.get(60, TimeUnit.SECONDS)).isFalse();
    assertThat(intake.waiting()).isEqualTo(6);
    assertThat(episodeFiles(spool)).isZero();
  }

  @Test
  void showsPauseWhenSpoolIsFull() throws Exception {
    config = SmallRun.config("remote.spoolEpisodes=1", "remote.timeoutSeconds=5");
    openService();
    collect("http", null, 1);
    closeService();
    CompletableFuture<Boolean> collecting =
        CompletableFuture.supplyAsync(() -> collectUnchecked(2));
    await(() -> channel.view().phase() == Phase.PAUSED);
    assertThat(channel.view().reason()).contains("1 episodes").contains("wait for the trainer");
    openService();
    assertThat(collecting.get(60, TimeUnit.SECONDS)).isFalse();
    assertThat(intake.waiting()).isEqualTo(3);
  }

  @Test
  void pausesWhileTrainerHasAnotherRun() throws Exception {
    openService();
    CompletableFuture<Boolean> collecting =
        CompletableFuture.supplyAsync(() -> collectUnchecked(Long.MAX_VALUE));
    await(() -> intake.waiting() > 0);
    Intake joined = intake;
    restartServiceWithAnotherRun();
    await(
        () ->
            channel.view().phase() == Phase.PAUSED
                && channel.view().reason().contains("another training run"));
    assertThat(temporary.resolve("collector/spool/refused")).doesNotExist();
    closeService();
    intake = joined;
    runId = TestEpisodes.RUN;
    long before = intake.waiting();
    openService();
    await(() -> intake.waiting() > before);
    stop.set(true);
    assertThat(collecting.get(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void keepsEpisodesThatAnotherRunRejects() throws Exception {
    openService();
    Spool spool = openSpool();
    AtomicBoolean contacted = new AtomicBoolean();
    // Time stands still, so that no heartbeat precedes the upload.
    try (Uplink uplink = uplink(spool, TrainingListener.silent(), new VirtualClock())) {
      uplink.onContact(() -> contacted.set(true));
      uplink.start();
      await(contacted::get);
      restartServiceWithAnotherRun();
      spool.add(TestEpisodes.id(1), TestEpisodes.episode(1, 2));
      await(uplink::isOtherRun);
    }
    assertThat(spool.size()).isEqualTo(1);
    assertThat(temporary.resolve("spool/refused")).doesNotExist();
  }

  private void restartServiceWithAnotherRun() throws IOException {
    closeService();
    runId = TestEpisodes.RUN + 1;
    intake = openIntake(Files.createDirectory(temporary.resolve("other-run")));
    openService();
  }

  @Test
  void requestsResetsAndSendsOperatorCounts() throws Exception {
    config = SmallRun.config("operator.resets=ask", "operator.standUp=false");
    operator = this::confirm;
    openService();
    assertThat(collect("http", null, 2)).isFalse();
    assertThat(collect("http", null, 1)).isFalse();
    for (int number = 0; number < 3; number++) {
      Episode episode = (Episode) intake.next();
      assertThat(episode.counts().resets()).isEqualTo(1);
      assertThat(episode.counts().robotSeconds()).isPositive();
      assertThat(episode.counts().humanSeconds()).isPositive();
      intake.acknowledge();
    }
    // The second collector continues the counts of the first one.
    assertThat(channel.view().counts().episodes()).isEqualTo(3);
    assertThat(channel.view().counts().resets()).isEqualTo(3);
  }

  @Test
  void toleratesWallClockJumps() throws Exception {
    AtomicLong reads = new AtomicLong();
    Duration hours = Duration.ofHours(7);
    // Jumps at each read: twice forward by 7 h, then back by 14 h.
    InstantSource jumping =
        () -> Instant.EPOCH.plus(hours.multipliedBy(5 + reads.getAndIncrement() % 3));
    channel = new OperatorChannel(jumping);
    config = SmallRun.config("operator.resets=ask", "operator.standUp=false");
    operator = this::confirm;
    openService();
    assertThat(collect("http", null, 2)).isFalse();
    closeService();
    CompletableFuture<Boolean> collecting =
        CompletableFuture.supplyAsync(() -> collectUnchecked(2));
    await(() -> episodeFiles(temporary.resolve("collector/spool")) == 2);
    openService();
    assertThat(collecting.get(60, TimeUnit.SECONDS)).isFalse();
    assertThat(reads.get()).isGreaterThan(10);
    assertThat(intake.waiting()).isEqualTo(4);
    for (int number = 0; number < 4; number++) {
      Episode episode = (Episode) intake.next();
      assertThat(episode.counts().humanSeconds()).isBetween(0.0, 60.0);
      intake.acknowledge();
    }
    assertThat(channel.view().counts().humanSeconds()).isBetween(0.0, 240.0);
  }

  private void confirm() {
    ResetRequest request = channel.view().request();
    if (request != null) {
      channel.submit(new OperatorCommand.ResetDone(request.number()), "test");
    }
  }

  @Test
  void operatorStopEndsCollection() throws Exception {
    config = SmallRun.config("task.episodeSteps=10", "operator.resets=ask");
    openService();
    operator =
        () -> {
          confirm();
          stop.set(channel.view().phase() == Phase.EMERGENCY_STOP);
        };
    CompletableFuture<Boolean> collecting =
        CompletableFuture.supplyAsync(() -> collectUnchecked(1_000_000));
    await(() -> intake.waiting() > 0);
    channel.submit(new OperatorCommand.Stop(), "test");
    assertThat(collecting.get(60, TimeUnit.SECONDS)).isTrue();
    assertThat(channel.view().phase()).isEqualTo(Phase.FINISHED);
  }

  @Test
  void reportsTrainerMetricsToListener() throws Exception {
    List<String> reports = new CopyOnWriteArrayList<>();
    Map<String, CollectorStatus> robots = new ConcurrentHashMap<>();
    listener =
        new TrainingListener() {
          @Override
          public void onStart(long steps, OperatorCounts counts) {
            reports.add("start " + steps);
          }

          @Override
          public void onSteps(
              long steps, long updates, long pendingUpdates, LearnerMetrics metrics) {
            reports.add("updates " + updates + " " + metrics.value("q1_loss"));
            reports.add(
                "steps " + steps + " " + pendingUpdates + " " + metrics.value("temperature"));
          }

          @Override
          public void onEpisode(EpisodeSummary summary) {
            reports.add("episode");
          }

          @Override
          public void onEvaluation(long steps, EvaluationResult result) {
            reports.add("evaluated " + steps + " " + result.meanReturn());
            reports.add(
                "sustainable "
                    + result.gait().isSustainable()
                    + " "
                    + result.gait().peakTorque(Motor.of(7)));
            reports.add("duty factor " + result.gait().value(GaitMetric.DUTY_FACTOR));
          }

          @Override
          public void onPolicyDiscarded() {
            reports.add("discarded");
          }

          @Override
          public void onCollectors(List<CollectorStatus> collectors) {
            collectors.forEach(each -> robots.put(each.robot(), each));
          }
        };
    LearnerMetrics metrics = new LearnerMetrics();
    metrics.add("q1_loss", "", "").set(0.5);
    metrics.add("temperature", "", "").set(0.25);
    progress.onSteps(120, 70, 3, metrics);
    progress.onEvaluation(
        100,
        new EvaluationResult(
            2,
            new EvaluationResult.Returns(7.5, 7, 8),
            0.3,
            1,
            Double.NaN,
            new GaitReport(
                metric -> metric == GaitMetric.DUTY_FACTOR ? Double.NaN : Double.POSITIVE_INFINITY,
                motor -> 2 * motor.ordinal(),
                motor -> 3 * motor.ordinal()),
            Map.of()));
    progress.onPolicyDiscarded();
    status = new TrainerStatus(120, false, 4, 70, 3, 50, false);
    openService();
    collect("http", null, 1);
    assertThat(reports)
        .contains("start 120", "updates 70 0.5", "steps 120 3 0.25", "evaluated 100 7.5", "episode")
        .contains("duty factor NaN", "sustainable true 21.0")
        .containsOnlyOnce("discarded");
    assertThat(robots).containsOnlyKeys("rosa");
    assertThat(robots.get("rosa").quarantine()).isNull();
  }

  @Test
  void endsWhenTrainingIsFinished() throws Exception {
    openService();
    status = new TrainerStatus(1000, false, 0, 0, 0, 0, true);
    assertThat(collect("http", null, Long.MAX_VALUE)).isFalse();
  }

  @Test
  void rejectsOtherTaskWithDifference() throws Exception {
    openService();
    config = SmallRun.config("task.kd=0.01");
    assertThatThrownBy(() -> collect("http", null, 1))
        .isInstanceOf(PipelineException.class)
        .hasMessageContaining("task.kd is 0.015 at the trainer and 0.01 at the robot");
    assertThat(intake.waiting()).isZero();
  }

  @Test
  void rejectsSecondCollectorInDirectory() throws Exception {
    Path path = temporary.resolve("collector");
    try (CollectorDirectory first = CollectorDirectory.open(path, new LocalFileOperations())) {
      assertThat(first.starts()).isEqualTo(1);
      assertThatThrownBy(() -> CollectorDirectory.open(path, new LocalFileOperations()))
          .isInstanceOf(PipelineException.class)
          .hasMessageContaining("in use by another collector");
    }
    try (CollectorDirectory second = CollectorDirectory.open(path, new LocalFileOperations())) {
      assertThat(second.starts()).isEqualTo(2);
    }
  }

  @Test
  void connectsOverTlsWithPinnedCertificate() throws Exception {
    Path store = resource("trainer.p12");
    Path certificate = resource("trainer.pem");
    keystore = new ServiceSettings.Keystore(store, "secret-password");
    openService();
    assertThat(collect("https", certificate, 2)).isFalse();
    assertThat(intake.waiting()).isEqualTo(2);
    TrainerClient untrustingClient = client("https", null);
    assertThatThrownBy(untrustingClient::progress).isInstanceOf(IOException.class);
  }

  @Test
  void keepsTlsConnectionWithTokenDuringFlood() throws Exception {
    keystore = new ServiceSettings.Keystore(resource("trainer.p12"), "secret-password");
    openService();
    List<Socket> attackers = new ArrayList<>();
    SSLSocketFactory factory = TrainerClient.sslContext(resource("trainer.pem")).getSocketFactory();
    try (Socket collector = factory.createSocket(InetAddress.getLoopbackAddress(), port)) {
      requestProgress(collector);
      for (int i = 0; i < 540; i++) {
        attackers.add(new Socket(InetAddress.getLoopbackAddress(), port));
      }
      // The collector's connection is older than this one, so it would be closed first.
      attackers.get(0).setSoTimeout(5_000);
      assertThat(attackers.get(0).getInputStream().read()).isEqualTo(-1);
      requestProgress(collector);
    } finally {
      for (Socket socket : attackers) {
        socket.close();
      }
    }
  }

  private static void requestProgress(Socket socket) throws IOException {
    String request =
        "GET /v1/progress HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + TOKEN.header();
    socket.getOutputStream().write((request + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    StringBuilder response = new StringBuilder();
    for (int next = socket.getInputStream().read(); next != -1; ) {
      response.append((char) next);
      next = response.indexOf("]}") < 0 ? socket.getInputStream().read() : -1;
    }
    assertThat(response).startsWith("HTTP/1.1 200");
  }

  @Test
  void reportsFullDiskInsteadOfUnreachableTrainer() throws Exception {
    openService();
    FaultInjectingFiles files = new FaultInjectingFiles();
    Path path = temporary.resolve("collector");
    try (CollectorDirectory directory = CollectorDirectory.open(path, files);
        RobotCollector collector =
            new RobotCollector(
                new RobotCollector.Settings(config, "rosa", "1.0", false),
                directory,
                client("http", null),
                listener,
                files,
                new SystemClock())) {
      files.setFreeBytes(0);
      // Without the error, the collector retries until it is stopped.
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
      assertThatThrownBy(() -> collector.join(() -> System.nanoTime() > deadline))
          .isInstanceOf(PipelineException.class)
          .hasMessageContaining(path + ": cannot be written (No space left on device)");
    }
  }

  private static Path resource(String name) throws URISyntaxException {
    return Path.of(RobotCollectorTest.class.getResource("/pipeline/" + name).toURI());
  }

  private boolean collectUnchecked(long episodes) {
    try {
      return collect("http", null, episodes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean collect(String scheme, @Nullable Path certificate, long episodes)
      throws IOException {
    try (CollectorDirectory directory =
            CollectorDirectory.open(temporary.resolve("collector"), new LocalFileOperations());
        RobotCollector collector =
            new RobotCollector(
                new RobotCollector.Settings(config, "rosa", "1.0", false),
                directory,
                client(scheme, certificate),
                listener,
                new LocalFileOperations(),
                new SystemClock())) {
      if (!collector.join(stop::get)) {
        return true;
      }
      try (SimulatedSession session =
          new SimulatedSession(config.hardware(), config.task(), collector.robotSeed(), false)) {
        RunContext context = new RunContext(session, channel, () -> operator.run());
        return collector.collect(context, episodes, summary -> {}, stop::get);
      }
    }
  }

  private TrainerClient client(String scheme, @Nullable Path certificate) throws IOException {
    return new TrainerClient(
        new TrainerClient.Settings(
            URI.create(scheme + "://localhost:" + port),
            TOKEN,
            certificate,
            Duration.ofSeconds(5)));
  }

  private static int episodeFiles(Path directory) {
    String[] names = directory.toFile().list((place, name) -> name.endsWith(".episode"));
    return names == null ? 0 : names.length;
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + DEADLINE_NANOS;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("deadline").isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
