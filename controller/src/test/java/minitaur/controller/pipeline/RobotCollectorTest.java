package minitaur.controller.pipeline;

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
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.rig.SimulatedRig;
import minitaur.controller.storage.DiskFiles;
import minitaur.controller.training.SuppliedStatus;
import minitaur.hal.SystemClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A collector on a simulated robot, a trainer's service, and a line between them. */
class RobotCollectorTest {
  private static final BearerToken TOKEN = new BearerToken("sesame-open-up");
  private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(60);

  @TempDir private Path temporary;

  private final AtomicBoolean stop = new AtomicBoolean();
  private ControllerConfig config =
      SmallRun.config("pipeline.spoolEpisodes=3", "pipeline.timeoutSeconds=5");
  private Intake intake;
  private int port;
  private ServiceSettings.@Nullable Keystore keystore;
  private @Nullable TrainerService service;
  private volatile SuppliedStatus status = new SuppliedStatus(0, 1000, 100, 0, 0, 0, 0, false);

  @BeforeEach
  void openIntake() throws IOException {
    Path run = Files.createDirectory(temporary.resolve("run"));
    intake = Intake.open(run, TestEpisodes.RUN, 10, new DiskFiles());
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
            TestEpisodes.RUN, RunAgreement.of(config, "1.0"), "asynchronous", 10);
    service =
        new TrainerService(
            new ServiceSettings("localhost", port, TOKEN, keystore),
            run,
            intake,
            new PolicyShelf(),
            new TrainerProgress(new SmallRun.Silent()),
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
  void withoutTheTrainerItGoesOnUntilTheSpoolIsFullAndThenSendsAll() throws Exception {
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
  void endsWhenTheTrainingIsOver() throws Exception {
    openService();
    status = new SuppliedStatus(1000, 1000, 100, 0, 0, 0, 0, true);
    assertThat(collect("http", null, Long.MAX_VALUE)).isFalse();
  }

  @Test
  void otherTaskIsRefusedAtOnceWithTheDifference() throws Exception {
    openService();
    config = SmallRun.config("task.kd=0.01");
    assertThatThrownBy(() -> collect("http", null, 1))
        .isInstanceOf(PipelineException.class)
        .hasMessageContaining("task.kd is 0.015 at the trainer and 0.01 at the robot");
    assertThat(intake.waiting()).isZero();
  }

  @Test
  void secondCollectorInTheSameDirectoryIsRefused() throws Exception {
    Path path = temporary.resolve("collector");
    try (CollectorDirectory first = CollectorDirectory.open(path, new DiskFiles())) {
      assertThat(first.starts()).isEqualTo(1);
      assertThatThrownBy(() -> CollectorDirectory.open(path, new DiskFiles()))
          .isInstanceOf(PipelineException.class)
          .hasMessageContaining("another process collects there");
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
                config,
                directory,
                "rosa",
                "1.0",
                client(scheme, certificate),
                false,
                new DiskFiles(),
                new SystemClock());
        SimulatedRig rig = new SimulatedRig(config, collector.robotSeed(), false)) {
      return collector.collect(rig, episodes, summary -> {}, stop::get);
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
