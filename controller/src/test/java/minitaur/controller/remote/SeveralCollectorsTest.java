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
import minitaur.controller.run.storage.DiskFiles;
import minitaur.controller.run.storage.FaultyFiles;
import minitaur.controller.run.storage.FileOperations;
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
class SeveralCollectorsTest {
  private static final List<String> ROBOTS = List.of("rosa", "paul", "emma");
  private static final int EACH = 8;

  @TempDir private Path temporary;

  private final ControllerConfig config =
      SmallRun.config("remote.timeoutSeconds=5", "learner.replayCapacity=10000");
  private final AtomicBoolean over = new AtomicBoolean();
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
    over.set(true);
    processes.shutdown();
  }

  @Test
  void everyEpisodeOfEveryRobotIsInTheReplayOnce() throws Exception {
    CompletableFuture<Void> trainer = CompletableFuture.runAsync(this::trainTwice, processes);
    List<CompletableFuture<Void>> robots = new ArrayList<>();
    for (int i = 0; i < ROBOTS.size(); i++) {
      int place = i;
      robots.add(CompletableFuture.runAsync(() -> collectTwice(place), processes));
    }
    for (CompletableFuture<Void> robot : robots) {
      robot.get(60, TimeUnit.SECONDS);
    }
    over.set(true);
    trainer.get(60, TimeUnit.SECONDS);

    Set<String> finished = new TreeSet<>();
    for (String robot : ROBOTS) {
      Set<String> its = new HashSet<>();
      addIds(collector(robot).resolve("spool/sent"), its);
      assertThat(its).as(robot).hasSizeGreaterThanOrEqualTo(EACH);
      finished.addAll(its);
      Set<String> left = new HashSet<>();
      addIds(collector(robot).resolve("spool"), left);
      assertThat(left).as("what %s did not send", robot).isEmpty();
    }
    Set<String> learnt = new TreeSet<>();
    Set<Integer> orders = new HashSet<>();
    for (IntakeRegistry.Entry entry :
        IntakeRegistry.open(Intake.registry(run()), new DiskFiles()).entries()) {
      assertThat(learnt.add(entry.id().toString())).as("%s comes once", entry.id()).isTrue();
      orders.add(Long.hashCode(entry.id().collector()));
    }
    assertThat(learnt).isEqualTo(finished);
    assertThat(orders).hasSizeGreaterThan(ROBOTS.size());
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
    FaultyFiles dying = new FaultyFiles().killedAt(60);
    train(dying, dying);
    assertThat(dying.isDead()).isTrue();
    train(new DiskFiles(), new FaultyFiles());
  }

  private void train(FileOperations files, FaultyFiles life) {
    try (RunDirectory directory =
        Files.exists(run().resolve("config.yaml"))
            ? RunDirectory.open(run(), config, SmallRun.BUILD)
            : RunDirectory.create(run(), config, SmallRun.BUILD)) {
      long id = RunIdentity.of(run(), new DiskFiles());
      Intake opened = Intake.open(run(), id, TestEpisodes.bounds(10), files);
      PolicyShelf shelf = new PolicyShelf();
      TrainerProgress progress = new TrainerProgress(TrainingListener.silent());
      try (Trainer training =
          Trainer.onSuppliedEpisodes(config, directory, "test", progress, opened, shelf)) {
        training.begin();
        try (TrainerService service =
            new TrainerService(
                new ServiceSettings("127.0.0.1", port, null, null),
                new TrainerService.Run(
                    id, RunAgreement.of(config, "1.0"), "asynchronous", 1000, 10),
                opened,
                shelf,
                progress,
                training::status,
                new SystemClock())) {
          service.start();
          training.train(() -> life.isDead() || (over.get() && opened.waiting() == 0));
        }
      }
    } catch (FaultyFiles.Killed killed) {
      assertThat(life.isDead()).isTrue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a collector that is killed once, and its replacement. */
  private void collectTwice(int place) {
    FaultyFiles dying = new FaultyFiles().killedAt(25 + 10L * place);
    try {
      collect(place, dying, Long.MAX_VALUE);
    } catch (FaultyFiles.Killed killed) {
      // Expected.
    } catch (IllegalStateException uplinkKilled) {
      assertThat(uplinkKilled).hasCauseInstanceOf(FaultyFiles.Killed.class);
    }
    assertThat(dying.isDead()).isTrue();
    collect(place, new DiskFiles(), EACH);
  }

  private void collect(int place, FileOperations files, long episodes) {
    String robot = ROBOTS.get(place);
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
