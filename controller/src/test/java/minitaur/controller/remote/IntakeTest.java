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
import minitaur.controller.run.storage.DiskFiles;
import minitaur.controller.run.storage.FaultyFiles;
import minitaur.controller.run.storage.FileOperations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntakeTest {
  private static final int MAXIMUM_STEPS = 10;

  @TempDir private Path run;

  @Test
  void givesEpisodesInTheOrderOfTheirArrivalEachOnce() throws IOException {
    Intake intake = open(new DiskFiles());
    assertThat(accept(intake, 4)).isEqualTo(Receipt.NEW);
    assertThat(accept(intake, 2)).isEqualTo(Receipt.NEW);
    assertThat(accept(intake, 4)).isEqualTo(Receipt.KNOWN);
    assertThat(intake.waiting()).isEqualTo(2);
    assertThat(takeAll(intake)).containsExactly(4L, 2L);
    assertThat(intake.waiting()).isZero();
    assertThat(accept(intake, 2)).isEqualTo(Receipt.KNOWN);
    assertThat(takeAll(intake)).isEmpty();
  }

  @Test
  void whatWasTakenAfterTheCheckpointComesAgainInTheSameOrder() throws IOException {
    Intake intake = open(new DiskFiles());
    accept(intake, 9, 3, 5);
    assertThat(takeAll(intake)).containsExactly(9L, 3L, 5L);
    accept(intake, 1);
    Intake again =
        Intake.open(run, TestEpisodes.RUN, TestEpisodes.bounds(MAXIMUM_STEPS), new DiskFiles());
    again.rewind(1);
    assertThat(again.waiting()).isEqualTo(3);
    accept(again, 3, 7, 9);
    assertThat(takeAll(again)).containsExactly(3L, 5L, 1L, 7L);
    assertThat(again.settle()).isEqualTo(5);
  }

  @Test
  void keepsOnTheDiskOnlyWhatAnOldCheckpointCouldNeed() throws IOException {
    Intake intake = open(new DiskFiles());
    accept(intake, 0, 1, 2);
    takeAll(intake);
    intake.release(2);
    assertThat(onDisk()).hasSize(1);
    assertThat(accept(intake, 0)).isEqualTo(Receipt.KNOWN);
    Intake again =
        Intake.open(run, TestEpisodes.RUN, TestEpisodes.bounds(MAXIMUM_STEPS), new DiskFiles());
    again.rewind(2);
    assertThat(takeAll(again)).containsExactly(2L);
    assertThat(accept(again, 1)).isEqualTo(Receipt.KNOWN);
  }

  @Test
  void rejectsWhatIsNotTheEpisodeThatItShouldBe() throws IOException {
    Intake intake = open(new DiskFiles());
    byte[] damaged = TestEpisodes.episode(1, 3);
    damaged[300] ^= 1;
    assertThatThrownBy(() -> intake.accept(TestEpisodes.id(1), damaged))
        .isInstanceOf(EpisodeFormatException.class)
        .hasMessageContaining("checksum");
    assertThat(intake.accept(TestEpisodes.id(2), TestEpisodes.episode(1, 3)))
        .isEqualTo(Receipt.MISNAMED);
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
  void fullDiskLosesNothingAndTakesTheEpisodeLater() throws IOException {
    FaultyFiles files = new FaultyFiles();
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
  void episodeThatIsDamagedOnTheDiskIsSetAsideAndMayComeAgain() throws IOException {
    Intake intake = open(new DiskFiles());
    accept(intake, 0, 1);
    Files.write(onDisk().get(0), new byte[] {1, 2, 3});
    assertThat(takeAll(intake)).containsExactly(1L);
    assertThat(intake.waiting()).isZero();
    assertThat(accept(intake, 0)).isEqualTo(Receipt.NEW);
    assertThat(takeAll(intake)).containsExactly(0L);
  }

  @Test
  void quarantinesAnEpisodeThatNoRobotCanHaveMeasured() throws IOException {
    Intake intake = open(new DiskFiles());
    byte[] good = TestEpisodes.episode(1, 3);
    assertQuarantined(intake, TestEpisodes.withReward(good, 3e38f), "the reward of step 0");
    assertQuarantined(intake, TestEpisodes.withReward(good, -3e38f), "the reward of step 0");
    assertQuarantined(
        intake,
        TestEpisodes.changed(good, b -> b.putFloat(EpisodeLayout.record(2) + 9 * 4, 1e6f)),
        "the pitch_rad of step 2 is 1.00000e+06, allowed is -3.14");
    assertQuarantined(
        intake,
        TestEpisodes.changed(
            good, b -> b.putFloat(EpisodeLayout.record(1) + EpisodeLayout.POWER_IN_RECORD, 1e30f)),
        "the power of step 1");
    assertQuarantined(
        intake,
        TestEpisodes.changed(good, b -> b.putDouble(EpisodeLayout.RETURN_AT, 1e300)),
        "the return is");
    assertQuarantined(
        intake,
        TestEpisodes.changed(good, b -> b.putDouble(EpisodeLayout.DISTANCE_AT, 1e9)),
        "the distance is");
    assertQuarantined(
        intake,
        TestEpisodes.changed(good, b -> b.putLong(EpisodeLayout.POLICY_AT, Long.MIN_VALUE)),
        "the policy is");
    assertQuarantined(
        intake,
        TestEpisodes.changed(good, b -> b.putDouble(EpisodeLayout.ROBOT_SECONDS_AT, 1e300)),
        "the time of the robot is");
    assertThat(intake.quarantined()).isEqualTo(8);
    assertThat(intake.waiting()).isZero();
    assertThat(accept(intake, 1, 2)).isEqualTo(Receipt.NEW);
    assertThat(takeAll(intake)).containsExactly(1L, 2L);
    assertThat(open(new DiskFiles()).quarantined()).isEqualTo(8);
  }

  private static void assertQuarantined(Intake intake, byte[] bytes, String reason) {
    assertThatThrownBy(() -> intake.accept(TestEpisodes.id(1), bytes))
        .isInstanceOf(ImplausibleEpisodeException.class)
        .hasMessageContaining(TestEpisodes.id(1) + " of robot \"Rosa\"")
        .hasMessageContaining(reason);
  }

  @Test
  void implausibleEpisodeOnTheDiskDoesNotReachTheLearnerAfterARestart() throws IOException {
    Intake intake = open(new DiskFiles());
    accept(intake, 0, 1, 2);
    Files.write(onDisk().get(0), TestEpisodes.withReward(TestEpisodes.episode(0, 3), 3e38f));
    Intake again = open(new DiskFiles());
    assertThat(again.quarantined()).isEqualTo(1);
    Files.write(onDisk().get(0), TestEpisodes.withReward(TestEpisodes.episode(1, 3), 3e38f));
    assertThat(takeAll(again)).containsExactly(2L);
    assertThat(again.quarantined()).isEqualTo(2);
    assertThat(onDisk()).hasSize(1);
  }

  @Test
  void keepsBothEpisodesOfOneId() throws IOException {
    Intake intake = open(new DiskFiles());
    accept(intake, 0, 1);
    takeAll(intake);
    byte[] other = TestEpisodes.withReward(TestEpisodes.episode(0, 3), -0.25f);
    assertThat(intake.accept(TestEpisodes.id(0), other)).isEqualTo(Receipt.CONFLICT);
    assertThat(intake.accept(TestEpisodes.id(0), other)).isEqualTo(Receipt.CONFLICT);
    assertThat(intake.quarantined()).isEqualTo(1);
    try (Stream<Path> files = Files.list(run.resolve("intake/quarantine"))) {
      assertThat(files).singleElement().satisfies(f -> assertThat(f).hasBinaryContent(other));
    }
    Intake again = Intake.open(run, TestEpisodes.RUN, TestEpisodes.bounds(10), new DiskFiles());
    again.rewind(2);
    assertThat(again.accept(TestEpisodes.id(0), other)).isEqualTo(Receipt.CONFLICT);
    assertThat(accept(again, 0)).isEqualTo(Receipt.KNOWN);
  }

  @Test
  void ledgerThatIsShorterThanItsCheckpointIsRejected() throws IOException {
    Intake intake = open(new DiskFiles());
    accept(intake, 0, 1);
    takeAll(intake);
    Path registry = Intake.registry(run);
    byte[] bytes = Files.readAllBytes(registry);
    bytes[40] ^= 1;
    Files.write(registry, bytes);
    Intake again =
        Intake.open(run, TestEpisodes.RUN, TestEpisodes.bounds(MAXIMUM_STEPS), new DiskFiles());
    assertThatThrownBy(() -> again.rewind(2))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("names 1 whole episodes and the checkpoint was made with 2");
    again.rewind(1);
    assertThat(takeAll(again)).containsExactly(1L);
  }

  /**
   * Tests a collector that sends until it receives an acknowledgment, with a trainer that is killed
   * at each of its file operations in turn.
   */
  @Test
  void killedAtAnyOperationEveryEpisodeIsTakenExactlyOnce() throws IOException {
    for (int kill = 0; ; kill++) {
      Path place = Files.createDirectory(run.resolve("kill" + kill));
      Checkpointed trainer = new Checkpointed(place);
      FaultyFiles files = new FaultyFiles().killedAt(kill);
      boolean killed = false;
      int sent = 0;
      try {
        Intake intake = trainer.start(files);
        for (; sent < 7; sent++) {
          accept(intake, sent);
          trainer.learn(intake, sent % 2 == 0);
        }
      } catch (FaultyFiles.Killed e) {
        killed = true;
      }
      Intake after = trainer.start(new FaultyFiles());
      for (; sent < 8; sent++) {
        accept(after, sent);
      }
      trainer.learn(after, true);
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
  private static final class Checkpointed {
    final List<Long> replay = new ArrayList<>();
    private final Path place;
    private int checkpointHead;
    private long checkpointCount;
    private long before;

    Checkpointed(Path place) {
      this.place = place;
    }

    Intake start(FileOperations files) throws IOException {
      Intake intake =
          Intake.open(place, TestEpisodes.RUN, TestEpisodes.bounds(MAXIMUM_STEPS), files);
      replay.subList(checkpointHead, replay.size()).clear();
      intake.rewind(checkpointCount);
      return intake;
    }

    void learn(Intake intake, boolean checkpoint) throws IOException {
      for (Episode next = (Episode) intake.next(); next != null; next = (Episode) intake.next()) {
        replay.add(next.id().number());
        intake.taken();
      }
      if (checkpoint) {
        long count = intake.settle();
        before = checkpointCount;
        checkpointCount = count;
        checkpointHead = replay.size();
        intake.release(before);
      }
    }
  }

  private Intake open(FileOperations files) throws IOException {
    Intake intake = Intake.open(run, TestEpisodes.RUN, TestEpisodes.bounds(MAXIMUM_STEPS), files);
    intake.rewind(0);
    return intake;
  }

  private static Receipt accept(Intake intake, long... numbers) throws IOException {
    Receipt last = Receipt.KNOWN;
    for (long number : numbers) {
      last = intake.accept(TestEpisodes.id(number), TestEpisodes.episode(number, 3));
    }
    return last;
  }

  private static List<Long> takeAll(Intake intake) throws IOException {
    List<Long> taken = new ArrayList<>();
    for (Episode next = (Episode) intake.next(); next != null; next = (Episode) intake.next()) {
      taken.add(next.id().number());
      intake.taken();
    }
    return taken;
  }

  private List<Path> onDisk() throws IOException {
    try (Stream<Path> files = Files.list(run.resolve("intake"))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
