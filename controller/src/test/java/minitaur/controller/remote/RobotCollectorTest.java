package minitaur.controller.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.gait.GaitMetric;
import minitaur.controller.episode.gait.GaitReport;
import minitaur.controller.learn.LearnerMetrics;
import minitaur.controller.operator.OperatorChannel;
import minitaur.controller.operator.OperatorCommand;
import minitaur.controller.operator.Phase;
import minitaur.controller.operator.ResetRequest;
import minitaur.controller.robot.SimulatedSession;
import minitaur.controller.run.storage.DiskFiles;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.train.CollectorStatus;
import minitaur.controller.train.EvaluationResult;
import minitaur.controller.train.RunContext;
import minitaur.controller.train.TrainerStatus;
import minitaur.controller.train.TrainingListener;
import minitaur.hal.Motor;
import minitaur.hal.SystemClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests a collector on a simulated robot, a trainer's service, and a connection between them. */
class RobotCollectorTest {
  private static final BearerToken TOKEN = new BearerToken("sesame-open-up");
  private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(60);

  @TempDir private Path temporary;

  private final AtomicBoolean stop = new AtomicBoolean();
  private OperatorChannel desk = new OperatorChannel(InstantSource.system());
  private TrainingListener heard = TrainingListener.silent();
  private Runnable operator = () -> {};
  private ControllerConfig config =
      SmallRun.config("remote.spoolEpisodes=3", "remote.timeoutSeconds=5");
  private Intake intake;
  private int port;
  private ServiceSettings.@Nullable Keystore keystore;
  private @Nullable TrainerService service;
  private final TrainerProgress progress = new TrainerProgress(TrainingListener.silent());
  private volatile TrainerStatus status = new TrainerStatus(0, true, 0, 0, 0, 0, false);

  @BeforeEach
  void openIntake() throws IOException {
    Path run = Files.createDirectory(temporary.resolve("run"));
    intake = Intake.open(run, TestEpisodes.RUN, TestEpisodes.bounds(10), new DiskFiles());
    intake.rewind(0);
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
  }

  @AfterEach
  void end() {
    stop.set(true);
    closeService();
  }

  private void openService() throws PipelineException {
    TrainerService.Run run =
        new TrainerService.Run(
            TestEpisodes.RUN, RunAgreement.of(config, "1.0"), "asynchronous", 1000, 10);
    service =
        new TrainerService(
            new ServiceSettings("localhost", port, TOKEN, keystore),
            run,
            intake,
            new PolicyShelf(),
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
  void everyEpisodeArrivesOnce() throws Exception {
    openService();
    assertThat(collect("http", null, 5)).isFalse();
    assertThat(intake.waiting()).isEqualTo(5);
    Set<EpisodeId> ids = new HashSet<>();
    for (int i = 0; i < 5; i++) {
      Episode episode = (Episode) intake.next();
      assertThat(episode.robot()).isEqualTo("rosa");
      assertThat(episode.steps()).isPositive();
      ids.add(episode.id());
      intake.taken();
    }
    assertThat(ids).hasSize(5);
  }

  @Test
  void acknowledgesTheEndOfTheTraining() throws Exception {
    openService();
    status = new TrainerStatus(1000, false, 2, 0, 0, 0, true);
    assertThat(collect("http", null, Integer.MAX_VALUE)).isFalse();
    assertThat(service.allKnowTheEnd(TimeUnit.MINUTES.toNanos(1))).isTrue();
  }

  @Test
  void collectsWithoutTheTrainerUntilTheSpoolIsFull() throws Exception {
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
  void fullSpoolIsAPauseThatTheOperatorSees() throws Exception {
    config = SmallRun.config("remote.spoolEpisodes=1", "remote.timeoutSeconds=5");
    openService();
    collect("http", null, 1);
    closeService();
    CompletableFuture<Boolean> collecting =
        CompletableFuture.supplyAsync(() -> collectUnchecked(2));
    await(() -> desk.view().phase() == Phase.PAUSED);
    assertThat(desk.view().reason()).contains("1 episodes").contains("wait for the trainer");
    openService();
    assertThat(collecting.get(60, TimeUnit.SECONDS)).isFalse();
    assertThat(intake.waiting()).isEqualTo(3);
  }

  @Test
  void operatorIsAskedBeforeEachEpisodeAndWhatThatCostIsSentWithIt() throws Exception {
    config = SmallRun.config("operator.resets=ask", "operator.standUp=false");
    operator = this::confirm;
    openService();
    assertThat(collect("http", null, 2)).isFalse();
    assertThat(collect("http", null, 1)).isFalse();
    for (int number = 0; number < 3; number++) {
      Episode episode = (Episode) intake.next();
      assertThat(episode.cost().resets()).isEqualTo(1);
      assertThat(episode.cost().robotSeconds()).isPositive();
      assertThat(episode.cost().humanSeconds()).isPositive();
      intake.taken();
    }
    // The second process continues the counts of the first one.
    assertThat(desk.view().counts().episodes()).isEqualTo(3);
    assertThat(desk.view().counts().resets()).isEqualTo(3);
  }

  @Test
  void wallClockThatJumpsByHoursHarmsNothing() throws Exception {
    AtomicLong looks = new AtomicLong();
    Duration hours = Duration.ofHours(7);
    // Jumps forward, back and forward again each time the clock is read.
    InstantSource jumping =
        () -> Instant.EPOCH.plus(hours.multipliedBy(5 + looks.getAndIncrement() % 3));
    desk = new OperatorChannel(jumping);
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
    assertThat(looks.get()).isGreaterThan(10);
    assertThat(intake.waiting()).isEqualTo(4);
    for (int number = 0; number < 4; number++) {
      Episode episode = (Episode) intake.next();
      assertThat(episode.cost().humanSeconds()).isBetween(0.0, 60.0);
      intake.taken();
    }
    assertThat(desk.view().counts().humanSeconds()).isBetween(0.0, 240.0);
  }

  private void confirm() {
    ResetRequest request = desk.view().request();
    if (request != null) {
      desk.submit(new OperatorCommand.ResetDone(request.number()), "test");
    }
  }

  @Test
  void operatorsStopEndsTheEpisodeAndWhatItShowedIsSent() throws Exception {
    config = SmallRun.config("task.episodeSteps=10", "operator.resets=ask");
    openService();
    operator =
        () -> {
          confirm();
          stop.set(desk.view().phase() == Phase.EMERGENCY_STOP);
        };
    CompletableFuture<Boolean> collecting =
        CompletableFuture.supplyAsync(() -> collectUnchecked(1_000_000));
    await(() -> intake.waiting() > 0);
    desk.submit(new OperatorCommand.Stop(), "test");
    assertThat(collecting.get(60, TimeUnit.SECONDS)).isTrue();
    assertThat(desk.view().phase()).isEqualTo(Phase.FINISHED);
  }

  @Test
  void trainerMetricsAreReportedAtTheRobot() throws Exception {
    List<String> news = new CopyOnWriteArrayList<>();
    Map<String, CollectorStatus> robots = new ConcurrentHashMap<>();
    heard =
        new TrainingListener() {
          @Override
          public void onStart(long steps) {
            news.add("start " + steps);
          }

          @Override
          public void onUpdates(long updates, LearnerMetrics metrics) {
            news.add("updates " + updates + " " + metrics.value("q1_loss"));
          }

          @Override
          public void onSteps(long steps, long updatesOwed, double temperature) {
            news.add("steps " + steps + " " + updatesOwed + " " + temperature);
          }

          @Override
          public void onEpisode(EpisodeSummary summary) {
            news.add("episode");
          }

          @Override
          public void onEvaluation(long steps, EvaluationResult result) {
            news.add("evaluated " + steps + " " + result.meanReturn());
            news.add(
                "sustainable "
                    + result.gait().isSustainable()
                    + " "
                    + result.gait().peakTorque(Motor.of(7)));
            news.add("duty factor " + result.gait().value(GaitMetric.DUTY_FACTOR));
          }

          @Override
          public void onCollectors(List<CollectorStatus> collectors) {
            collectors.forEach(each -> robots.put(each.robot(), each));
          }
        };
    LearnerMetrics metrics = new LearnerMetrics();
    metrics.add("q1_loss", "", "").set(0.5);
    progress.onUpdates(70, metrics);
    progress.onSteps(120, 3, 0.25);
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
    status = new TrainerStatus(120, false, 4, 70, 3, 50, false);
    openService();
    collect("http", null, 1);
    assertThat(news)
        .contains("start 120", "updates 70 0.5", "steps 120 3 0.25", "evaluated 100 7.5", "episode")
        .contains("duty factor NaN", "sustainable true 21.0");
    assertThat(robots).containsOnlyKeys("rosa");
    assertThat(robots.get("rosa").quarantine()).isNull();
  }

  @Test
  void endsWhenTheTrainingIsOver() throws Exception {
    openService();
    status = new TrainerStatus(1000, false, 0, 0, 0, 0, true);
    assertThat(collect("http", null, Long.MAX_VALUE)).isFalse();
  }

  @Test
  void otherTaskIsRejectedAtOnceWithTheDifference() throws Exception {
    openService();
    config = SmallRun.config("task.kd=0.01");
    assertThatThrownBy(() -> collect("http", null, 1))
        .isInstanceOf(PipelineException.class)
        .hasMessageContaining("task.kd is 0.015 at the trainer and 0.01 at the robot");
    assertThat(intake.waiting()).isZero();
  }

  @Test
  void secondCollectorInTheSameDirectoryIsRejected() throws Exception {
    Path path = temporary.resolve("collector");
    try (CollectorDirectory first = CollectorDirectory.open(path, new DiskFiles())) {
      assertThat(first.starts()).isEqualTo(1);
      assertThatThrownBy(() -> CollectorDirectory.open(path, new DiskFiles()))
          .isInstanceOf(PipelineException.class)
          .hasMessageContaining("in use by another collector");
    }
    try (CollectorDirectory second = CollectorDirectory.open(path, new DiskFiles())) {
      assertThat(second.starts()).isEqualTo(2);
    }
  }

  @Test
  void encryptedWithACertificateOfItsOwn() throws Exception {
    Path store = resource("trainer.p12");
    Path certificate = resource("trainer.pem");
    keystore = new ServiceSettings.Keystore(store, "secret-password");
    openService();
    assertThat(collect("https", certificate, 2)).isFalse();
    assertThat(intake.waiting()).isEqualTo(2);
    TrainerClient stranger = client("https", null);
    assertThatThrownBy(stranger::progress).isInstanceOf(IOException.class);
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
            CollectorDirectory.open(temporary.resolve("collector"), new DiskFiles());
        RobotCollector collector =
            new RobotCollector(
                new RobotCollector.Settings(config, "rosa", "1.0", false),
                directory,
                client(scheme, certificate),
                heard,
                new DiskFiles(),
                new SystemClock())) {
      if (!collector.join(stop::get)) {
        return true;
      }
      try (SimulatedSession session =
          new SimulatedSession(config.hardware(), config.task(), collector.robotSeed(), false)) {
        RunContext context = new RunContext(session, desk, () -> operator.run());
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
