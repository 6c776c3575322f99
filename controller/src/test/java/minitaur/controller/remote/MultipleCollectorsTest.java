package minitaur.controller.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import minitaur.controller.operator.OperatorChannel;
import minitaur.controller.robot.SimulatedSession;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.run.storage.FaultInjectingFiles;
import minitaur.controller.run.storage.FileOperations;
import minitaur.controller.run.storage.LocalFileOperations;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.train.RunContext;
import minitaur.controller.train.Trainer;
import minitaur.controller.train.TrainingListener;
import minitaur.hal.SystemClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs three robots with one trainer; each of the four processes is killed during its work. */
class MultipleCollectorsTest {
  private static final List<String> ROBOTS = List.of("rosa", "paul", "emma");
  private static final int EPISODES_PER_ROBOT = 8;

  @TempDir private Path temporary;

  private final ControllerConfig config =
      SmallRun.config("remote.timeoutSeconds=5", "learner.replayCapacity=10000");
  private final AtomicBoolean stopRequested = new AtomicBoolean();
  private final ExecutorService processes = Executors.newCachedThreadPool();
  private int port;

  @BeforeEach
  void choosePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
  }

  @AfterEach
  void end() {
    stopRequested.set(true);
    processes.shutdown();
  }

  @Test
  void deliversEveryEpisodeOfEveryRobotOnce() throws Exception {
    CompletableFuture<Void> trainer = CompletableFuture.runAsync(this::trainTwice, processes);
    List<CompletableFuture<Void>> robots = new ArrayList<>();
    for (int i = 0; i < ROBOTS.size(); i++) {
      int index = i;
      robots.add(CompletableFuture.runAsync(() -> collectTwice(index), processes));
    }
    for (CompletableFuture<Void> robot : robots) {
      robot.get(60, TimeUnit.SECONDS);
    }
    stopRequested.set(true);
    trainer.get(60, TimeUnit.SECONDS);

    Set<String> collectedIds = new TreeSet<>();
    for (String robot : ROBOTS) {
      Set<String> robotIds = new HashSet<>();
      addIds(collector(robot).resolve("spool/sent"), robotIds);
      assertThat(robotIds).as(robot).hasSizeGreaterThanOrEqualTo(EPISODES_PER_ROBOT);
      collectedIds.addAll(robotIds);
      Set<String> unsentIds = new HashSet<>();
      addIds(collector(robot).resolve("spool"), unsentIds);
      assertThat(unsentIds).as("unsent episodes of %s", robot).isEmpty();
    }
    Set<String> replayedIds = new TreeSet<>();
    Set<Integer> collectorIds = new HashSet<>();
    for (IntakeRegistry.Entry entry :
        IntakeRegistry.open(Intake.registry(run()), new LocalFileOperations()).entries()) {
      assertThat(replayedIds.add(entry.id().toString())).as("%s is unique", entry.id()).isTrue();
      collectorIds.add(Long.hashCode(entry.id().collector()));
    }
    assertThat(replayedIds).isEqualTo(collectedIds);
    assertThat(collectorIds).hasSizeGreaterThan(ROBOTS.size());
  }

  private Path run() {
    return temporary.resolve("run");
  }

  private Path collector(String robot) {
    return temporary.resolve(robot);
  }

  private static void addIds(Path directory, Set<String> ids) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".episode")).toList()) {
        ids.add(Episode.decode(Files.readAllBytes(file)).id().toString());
      }
    }
  }

  /** Runs a trainer that is killed once, and its replacement. */
  private void trainTwice() {
    FaultInjectingFiles faultyFiles = new FaultInjectingFiles().killAt(60);
    train(faultyFiles, faultyFiles);
    assertThat(faultyFiles.isKilled()).isTrue();
    train(new LocalFileOperations(), new FaultInjectingFiles());
  }

  private void train(FileOperations files, FaultInjectingFiles faultyFiles) {
    try (RunDirectory directory =
        Files.exists(run().resolve("config.yaml"))
            ? RunDirectory.open(run(), config, SmallRun.BUILD)
            : RunDirectory.create(run(), config, SmallRun.BUILD)) {
      long id = RunIdentity.of(run(), new LocalFileOperations());
      Intake intake = Intake.open(run(), id, TestEpisodes.bounds(10), files);
      PolicyStore policyStore = new PolicyStore();
      TrainerProgress progress = new TrainerProgress();
      try (Trainer training =
          Trainer.onRemoteEpisodes(config, directory, "test", progress, intake, policyStore)) {
        training.begin();
        try (TrainerService service =
            new TrainerService(
                new ServiceSettings("127.0.0.1", port, null, null),
                new TrainerService.Run(
                    id, RunAgreement.of(config, "1.0"), "asynchronous", 1000, 10),
                intake,
                policyStore,
                progress,
                training::status,
                new SystemClock())) {
          service.start();
          training.train(
              () -> faultyFiles.isKilled() || (stopRequested.get() && intake.waiting() == 0));
        }
      }
    } catch (FaultInjectingFiles.ProcessKilledError killed) {
      assertThat(faultyFiles.isKilled()).isTrue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a collector that is killed once, and its replacement. */
  private void collectTwice(int index) {
    FaultInjectingFiles faultyFiles = new FaultInjectingFiles().killAt(25 + 10L * index);
    try {
      collect(index, faultyFiles, Long.MAX_VALUE);
    } catch (FaultInjectingFiles.ProcessKilledError killed) {
      // Expected.
    } catch (IllegalStateException uplinkKilled) {
      assertThat(uplinkKilled).hasCauseInstanceOf(FaultInjectingFiles.ProcessKilledError.class);
    }
    assertThat(faultyFiles.isKilled()).isTrue();
    collect(index, new LocalFileOperations(), EPISODES_PER_ROBOT);
  }

  private void collect(int index, FileOperations files, long episodes) {
    String robot = ROBOTS.get(index);
    try (CollectorDirectory directory = CollectorDirectory.open(collector(robot), files);
        RobotCollector collector =
            new RobotCollector(
                new RobotCollector.Settings(config, robot, "1.0", true),
                directory,
                new TrainerClient(
                    new TrainerClient.Settings(
                        URI.create("http://127.0.0.1:" + port), null, null, Duration.ofSeconds(5))),
                TrainingListener.silent(),
                files,
                new SystemClock())) {
      collector.join(() -> false);
      try (SimulatedSession session =
          new SimulatedSession(config.hardware(), config.task(), collector.robotSeed(), false)) {
        collector.collect(
            new RunContext(session, new OperatorChannel(InstantSource.system()), () -> {}),
            episodes,
            summary -> {},
            () -> false);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
