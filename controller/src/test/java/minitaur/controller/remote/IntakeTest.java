package minitaur.controller.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import minitaur.controller.remote.Intake.Receipt;
import minitaur.controller.run.storage.FaultInjectingFiles;
import minitaur.controller.run.storage.FileOperations;
import minitaur.controller.run.storage.LocalFileOperations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntakeTest {
  private static final int MAX_STEPS = 10;

  @TempDir private Path run;

  @Test
  void deliversEachEpisodeOnceInArrivalOrder() throws IOException {
    Intake intake = open(new LocalFileOperations());
    assertThat(accept(intake, 4)).isEqualTo(Receipt.NEW);
    assertThat(accept(intake, 2)).isEqualTo(Receipt.NEW);
    assertThat(accept(intake, 4)).isEqualTo(Receipt.DUPLICATE);
    assertThat(intake.waiting()).isEqualTo(2);
    assertThat(takeAll(intake)).containsExactly(4L, 2L);
    assertThat(intake.waiting()).isZero();
    assertThat(accept(intake, 2)).isEqualTo(Receipt.DUPLICATE);
    assertThat(takeAll(intake)).isEmpty();
  }

  @Test
  void redeliversEpisodesAfterCheckpointInOrder() throws IOException {
    Intake intake = open(new LocalFileOperations());
    accept(intake, 9, 3, 5);
    assertThat(takeAll(intake)).containsExactly(9L, 3L, 5L);
    accept(intake, 1);
    Intake reopened =
        Intake.open(
            run, TestEpisodes.RUN, TestEpisodes.bounds(MAX_STEPS), new LocalFileOperations());
    reopened.rewind(1);
    assertThat(reopened.waiting()).isEqualTo(3);
    accept(reopened, 3, 7, 9);
    assertThat(takeAll(reopened)).containsExactly(3L, 5L, 1L, 7L);
    assertThat(reopened.commit()).isEqualTo(5);
  }

  @Test
  void rewindsWithoutReopening() throws IOException {
    Intake intake = open(new LocalFileOperations());
    accept(intake, 9, 3);
    takeAll(intake);
    accept(intake, 5, 7);
    assertThat(((Episode) intake.next()).id().number()).isEqualTo(5);
    intake.rewind(1);
    assertThat(intake.waiting()).isEqualTo(3);
    assertThat(takeAll(intake)).containsExactly(3L, 5L, 7L);
    assertThat(accept(intake, 9)).isEqualTo(Receipt.DUPLICATE);
    intake.release(1);
    assertThat(onDisk()).hasSize(3);
  }

  @Test
  void numbersArrivalsAfterKnownOnes() throws IOException {
    Intake intake = open(new LocalFileOperations());
    accept(intake, 4, 2);
    Intake reopened = open(new LocalFileOperations());
    accept(reopened, 1);
    assertThat(onDisk().get(2).getFileName().toString())
        .isEqualTo("000000000002-" + TestEpisodes.id(1) + ".episode");
    takeAll(reopened);
    reopened.release(3);
    assertThat(onDisk()).isEmpty();
    reopened.rewind(3);
    Intake released =
        Intake.open(
            run, TestEpisodes.RUN, TestEpisodes.bounds(MAX_STEPS), new LocalFileOperations());
    released.rewind(3);
    accept(released, 7);
    assertThat(onDisk().get(0).getFileName().toString()).startsWith("000000000003-");
  }

  @Test
  void deletesSecondFileOfSameEpisode() throws IOException {
    Intake intake = open(new LocalFileOperations());
    accept(intake, 4);
    Path first = onDisk().get(0);
    Files.copy(first, first.resolveSibling("000000000009-" + TestEpisodes.id(4) + ".episode"));
    Intake reopened = open(new LocalFileOperations());
    assertThat(takeAll(reopened)).containsExactly(4L);
    assertThat(onDisk()).containsExactly(first);
  }

  @Test
  void deletesFilesThatNoCheckpointNeeds() throws IOException {
    Intake intake = open(new LocalFileOperations());
    accept(intake, 0, 1, 2);
    takeAll(intake);
    intake.release(2);
    assertThat(onDisk()).hasSize(1);
    assertThat(accept(intake, 0)).isEqualTo(Receipt.DUPLICATE);
    Intake reopened =
        Intake.open(
            run, TestEpisodes.RUN, TestEpisodes.bounds(MAX_STEPS), new LocalFileOperations());
    reopened.rewind(2);
    assertThat(takeAll(reopened)).containsExactly(2L);
    assertThat(accept(reopened, 1)).isEqualTo(Receipt.DUPLICATE);
  }

  @Test
  void rejectsInvalidOrMismatchedEpisodes() throws IOException {
    Intake intake = open(new LocalFileOperations());
    byte[] damaged = TestEpisodes.episode(1, 3);
    damaged[300] ^= 1;
    assertThatThrownBy(() -> intake.accept(TestEpisodes.id(1), damaged))
        .isInstanceOf(EpisodeFormatException.class)
        .hasMessageContaining("checksum");
    assertThat(intake.accept(TestEpisodes.id(2), TestEpisodes.episode(1, 3)))
        .isEqualTo(Receipt.ID_MISMATCH);
    assertThatThrownBy(() -> intake.accept(TestEpisodes.id(1), TestEpisodes.episode(1, 11)))
        .isInstanceOf(EpisodeFormatException.class)
        .hasMessageContaining("at most 10");
    assertThat(intake.accept(TestEpisodes.id(1), TestEpisodes.episode(1, 3, 5)))
        .isEqualTo(Receipt.OTHER_RUN);
    assertThat(intake.waiting()).isZero();
    assertThat(onDisk()).isEmpty();
    assertThat(accept(intake, 1)).isEqualTo(Receipt.NEW);
  }

  @Test
  void acceptsEpisodeAfterDiskFullError() throws IOException {
    FaultInjectingFiles files = new FaultInjectingFiles();
    Intake intake = open(files);
    accept(intake, 0);
    files.setFreeBytes(50);
    assertThatThrownBy(() -> accept(intake, 1)).isInstanceOf(IOException.class);
    assertThat(intake.waiting()).isEqualTo(1);
    files.setFreeBytes(1_000_000);
    assertThat(accept(intake, 1)).isEqualTo(Receipt.NEW);
    assertThat(takeAll(intake)).containsExactly(0L, 1L);
  }

  @Test
  void deliversEpisodeAfterReadError() throws IOException {
    FaultInjectingFiles files = new FaultInjectingFiles();
    Intake intake = open(files);
    accept(intake, 4, 2);
    files.failReads(1);
    assertThatThrownBy(intake::next)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Input/output error");
    assertThat(intake.waiting()).isEqualTo(2);
    assertThat(takeAll(intake)).containsExactly(4L, 2L);
    assertThat(intake.waiting()).isZero();
  }

  @Test
  void movesCorruptedFileAfterDirectoryError() throws IOException {
    Intake intake = open(new LocalFileOperations());
    accept(intake, 0, 1);
    Files.write(onDisk().get(0), new byte[] {1, 2, 3});
    Path obstacle = Files.createFile(run.resolve("intake/damaged"));
    assertThatThrownBy(intake::next).isInstanceOf(IOException.class);
    assertThat(intake.waiting()).isEqualTo(2);
    Files.delete(obstacle);
    assertThat(takeAll(intake)).containsExactly(1L);
    assertThat(intake.waiting()).isZero();
    assertThat(run.resolve("intake/damaged")).isNotEmptyDirectory();
  }

  @Test
  void skipsEpisodeWhoseFileIsMissing() throws IOException {
    Intake intake = open(new LocalFileOperations());
    accept(intake, 0, 1);
    Files.delete(onDisk().get(0));
    assertThat(takeAll(intake)).containsExactly(1L);
    assertThat(intake.waiting()).isZero();
    assertThat(accept(intake, 0)).isEqualTo(Receipt.NEW);
  }

  @Test
  void movesCorruptedFileAndAcceptsItAgain() throws IOException {
    Intake intake = open(new LocalFileOperations());
    accept(intake, 0, 1);
    Files.write(onDisk().get(0), new byte[] {1, 2, 3});
    assertThat(takeAll(intake)).containsExactly(1L);
    assertThat(intake.waiting()).isZero();
    assertThat(accept(intake, 0)).isEqualTo(Receipt.NEW);
    assertThat(takeAll(intake)).containsExactly(0L);
  }

  @Test
  void quarantinesImplausibleEpisode() throws IOException {
    Intake intake = open(new LocalFileOperations());
    byte[] good = TestEpisodes.episode(1, 3);
    assertQuarantined(intake, TestEpisodes.withReward(good, 3e38f), "the reward of step 0");
    assertQuarantined(intake, TestEpisodes.withReward(good, -3e38f), "the reward of step 0");
    assertQuarantined(
        intake,
        TestEpisodes.changed(good, b -> b.putFloat(EpisodeLayout.recordOffset(2) + 9 * 4, 1e6f)),
        "the pitch_rad of step 2 is 1.00000e+06; allowed: -3.14");
    assertQuarantined(
        intake,
        TestEpisodes.changed(
            good,
            b -> b.putFloat(EpisodeLayout.recordOffset(1) + EpisodeLayout.POWER_IN_RECORD, 1e30f)),
        "the power of step 1");
    assertQuarantined(
        intake,
        TestEpisodes.changed(good, b -> b.putDouble(EpisodeLayout.RETURN_OFFSET, 1e300)),
        "the return is");
    assertQuarantined(
        intake,
        TestEpisodes.changed(good, b -> b.putDouble(EpisodeLayout.DISTANCE_OFFSET, 1e9)),
        "the distance is");
    assertQuarantined(
        intake,
        TestEpisodes.changed(good, b -> b.putLong(EpisodeLayout.POLICY_OFFSET, Long.MIN_VALUE)),
        "the policy ID is");
    assertQuarantined(
        intake,
        TestEpisodes.changed(good, b -> b.putDouble(EpisodeLayout.ROBOT_SECONDS_OFFSET, 1e300)),
        "the robot time is");
    assertThat(intake.quarantined()).isEqualTo(8);
    assertThat(intake.waiting()).isZero();
    assertThat(accept(intake, 1, 2)).isEqualTo(Receipt.NEW);
    assertThat(takeAll(intake)).containsExactly(1L, 2L);
    assertThat(open(new LocalFileOperations()).quarantined()).isEqualTo(8);
  }

  private static void assertQuarantined(Intake intake, byte[] bytes, String reason) {
    assertThatThrownBy(() -> intake.accept(TestEpisodes.id(1), bytes))
        .isInstanceOf(ImplausibleEpisodeException.class)
        .hasMessageContaining(TestEpisodes.id(1) + " of robot \"Rosa\"")
        .hasMessageContaining(reason);
  }

  @Test
  void quarantinesImplausibleFileAfterRestart() throws IOException {
    Intake intake = open(new LocalFileOperations());
    accept(intake, 0, 1, 2);
    Files.write(onDisk().get(0), TestEpisodes.withReward(TestEpisodes.episode(0, 3), 3e38f));
    Intake reopened = open(new LocalFileOperations());
    assertThat(reopened.quarantined()).isEqualTo(1);
    Files.write(onDisk().get(0), TestEpisodes.withReward(TestEpisodes.episode(1, 3), 3e38f));
    assertThat(takeAll(reopened)).containsExactly(2L);
    assertThat(reopened.quarantined()).isEqualTo(2);
    assertThat(onDisk()).hasSize(1);
  }

  @Test
  void quarantinesConflictingEpisodeWithKnownId() throws IOException {
    Intake intake = open(new LocalFileOperations());
    accept(intake, 0, 1);
    takeAll(intake);
    byte[] other = TestEpisodes.withReward(TestEpisodes.episode(0, 3), -0.25f);
    assertThat(intake.accept(TestEpisodes.id(0), other)).isEqualTo(Receipt.CONFLICT);
    assertThat(intake.accept(TestEpisodes.id(0), other)).isEqualTo(Receipt.CONFLICT);
    assertThat(intake.quarantined()).isEqualTo(1);
    try (Stream<Path> files = Files.list(run.resolve("intake/quarantine"))) {
      assertThat(files).singleElement().satisfies(f -> assertThat(f).hasBinaryContent(other));
    }
    Intake reopened =
        Intake.open(run, TestEpisodes.RUN, TestEpisodes.bounds(10), new LocalFileOperations());
    reopened.rewind(2);
    assertThat(reopened.accept(TestEpisodes.id(0), other)).isEqualTo(Receipt.CONFLICT);
    assertThat(accept(reopened, 0)).isEqualTo(Receipt.DUPLICATE);
  }

  @Test
  void rejectsRegistryShorterThanCheckpoint() throws IOException {
    Intake intake = open(new LocalFileOperations());
    accept(intake, 0, 1);
    takeAll(intake);
    Path registry = Intake.registry(run);
    byte[] bytes = Files.readAllBytes(registry);
    bytes[40] ^= 1;
    Files.write(registry, bytes);
    Intake reopened =
        Intake.open(
            run, TestEpisodes.RUN, TestEpisodes.bounds(MAX_STEPS), new LocalFileOperations());
    assertThatThrownBy(() -> reopened.rewind(2))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("contains 1 valid entries, but the checkpoint requires 2");
    reopened.rewind(1);
    assertThat(takeAll(reopened)).containsExactly(1L);
  }

  /**
   * Tests a collector that sends until it receives an acknowledgment, with a trainer that is killed
   * at each of its file operations in turn.
   */
  @Test
  void deliversExactlyOnceWhenKilledAtAnyOperation() throws IOException {
    for (int kill = 0; ; kill++) {
      Path directory = Files.createDirectory(run.resolve("kill" + kill));
      FakeLearner trainer = new FakeLearner(directory);
      FaultInjectingFiles files = new FaultInjectingFiles().killAt(kill);
      boolean killed = false;
      int sent = 0;
      try {
        Intake intake = trainer.start(files);
        for (; sent < 7; sent++) {
          accept(intake, sent);
          trainer.learn(intake, sent % 2 == 0);
        }
      } catch (FaultInjectingFiles.ProcessKilledError e) {
        killed = true;
      }
      Intake restarted = trainer.start(new FaultInjectingFiles());
      for (; sent < 8; sent++) {
        accept(restarted, sent);
      }
      trainer.learn(restarted, true);
      assertThat(trainer.replay)
          .as("killed at operation %d", kill)
          .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
      if (!killed) {
        assertThat(kill).isGreaterThan(25);
        return;
      }
    }
  }

  /** Stands in for the learner: a replay buffer that returns to the checkpoint. */
  private static final class FakeLearner {
    final List<Long> replay = new ArrayList<>();
    private final Path directory;
    private int checkpointHead;
    private long checkpointCount;
    private long previousCount;

    FakeLearner(Path directory) {
      this.directory = directory;
    }

    Intake start(FileOperations files) throws IOException {
      Intake intake =
          Intake.open(directory, TestEpisodes.RUN, TestEpisodes.bounds(MAX_STEPS), files);
      replay.subList(checkpointHead, replay.size()).clear();
      intake.rewind(checkpointCount);
      return intake;
    }

    void learn(Intake intake, boolean checkpoint) throws IOException {
      for (Episode next = (Episode) intake.next(); next != null; next = (Episode) intake.next()) {
        replay.add(next.id().number());
        intake.acknowledge();
      }
      if (checkpoint) {
        long count = intake.commit();
        previousCount = checkpointCount;
        checkpointCount = count;
        checkpointHead = replay.size();
        intake.release(previousCount);
      }
    }
  }

  private Intake open(FileOperations files) throws IOException {
    Intake intake = Intake.open(run, TestEpisodes.RUN, TestEpisodes.bounds(MAX_STEPS), files);
    intake.rewind(0);
    return intake;
  }

  private static Receipt accept(Intake intake, long... numbers) throws IOException {
    Receipt last = Receipt.DUPLICATE;
    for (long number : numbers) {
      last = intake.accept(TestEpisodes.id(number), TestEpisodes.episode(number, 3));
    }
    return last;
  }

  private static List<Long> takeAll(Intake intake) throws IOException {
    List<Long> numbers = new ArrayList<>();
    for (Episode next = (Episode) intake.next(); next != null; next = (Episode) intake.next()) {
      numbers.add(next.id().number());
      intake.acknowledge();
    }
    return numbers;
  }

  private List<Path> onDisk() throws IOException {
    try (Stream<Path> files = Files.list(run.resolve("intake"))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
