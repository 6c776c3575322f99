package minitaur.controller.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import minitaur.controller.learn.replay.ReplayBuffer;
import minitaur.controller.learn.replay.ReplayRecord;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.run.storage.DiskFiles;
import minitaur.controller.run.storage.FaultyFiles;
import minitaur.controller.run.storage.FileOperations;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.train.StoredReplays;
import minitaur.controller.train.Trainer;
import minitaur.controller.train.TrainerStatus;
import minitaur.controller.train.TrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests a learner with its replay buffer and its intake. */
class SuppliedEpisodesTest {
  private static final int STEPS = 4;

  @TempDir private Path temporary;

  @Test
  void learnsWhatTheEpisodesHaveEarnedAndHandsOutThePolicy() throws IOException {
    ControllerConfig config = SmallRun.config();
    PolicyShelf shelf = new PolicyShelf();
    TrainerStatus status = train(temporary.resolve("run"), config, new DiskFiles(), shelf, 5);
    assertThat(status.steps()).isEqualTo(5 * STEPS);
    assertThat(status.episodes()).isEqualTo(5);
    assertThat(status.updates()).isEqualTo((5 * STEPS - 10) / 2);
    assertThat(status.updatesPending()).isZero();
    assertThat(status.isExploring()).isFalse();
    assertThat(shelf.newest().id()).isEqualTo(5);
  }

  @Test
  void mayRunAheadOfTheDataByWhatIsConfigured() throws IOException {
    ControllerConfig config = SmallRun.config("remote.updatesAhead=7");
    TrainerStatus status =
        train(temporary.resolve("run"), config, new DiskFiles(), new PolicyShelf(), 5);
    assertThat(status.updates()).isEqualTo(5 + 7);
    assertThat(status.updatesPending()).isEqualTo(-7);
  }

  @Test
  void capOnTheBacklogLowersTheUpdateRatio() throws IOException {
    ControllerConfig config = SmallRun.config("remote.maxUpdateBacklog=1");
    TrainerStatus status =
        train(temporary.resolve("run"), config, new DiskFiles(), new PolicyShelf(), 5);
    assertThat(status.steps()).isEqualTo(5 * STEPS);
    // The last three episodes require 1, 2 and 2 updates.
    assertThat(status.updates()).isEqualTo(3);
    assertThat(status.updatesPending()).isZero();
  }

  @Test
  void sameEpisodesInLockStepGiveTheSameBitsThoughItWasKilled() throws IOException {
    ControllerConfig config = SmallRun.config("run.mode=lock-step");
    PolicyShelf whole = new PolicyShelf();
    train(temporary.resolve("whole"), config, new DiskFiles(), whole, 9);
    Path parts = temporary.resolve("parts");
    PolicyShelf resumed = new PolicyShelf();
    train(parts, config, new DiskFiles(), resumed, 4);
    trainUntilKilled(parts, config, 7, 9);
    train(parts, config, new DiskFiles(), resumed, 9);
    assertThat(resumed.newest().tag()).isEqualTo(whole.newest().tag());
    assertReplay(parts, config, 9);
  }

  @Test
  void killedAtManyPlacesTheReplayHoldsEveryEpisodeOnce() throws IOException {
    ControllerConfig config = SmallRun.config();
    for (int kill = 3; kill < 40; kill += 9) {
      Path run = temporary.resolve("kill" + kill);
      trainUntilKilled(run, config, kill, 7);
      train(run, config, new DiskFiles(), new PolicyShelf(), 8);
      assertReplay(run, config, 8);
    }
  }

  @Test
  void damagedNewestCheckpointLosesNothing() throws IOException {
    ControllerConfig config = SmallRun.config();
    Path run = temporary.resolve("run");
    train(run, config, new DiskFiles(), new PolicyShelf(), 6);
    train(run, config, new DiskFiles(), new PolicyShelf(), 6, 12);
    List<Path> checkpoints = files(run.resolve("checkpoints"));
    Path newest = checkpoints.get(checkpoints.size() - 1);
    byte[] bytes = Files.readAllBytes(newest);
    bytes[bytes.length / 2] ^= 1;
    Files.write(newest, bytes);
    // The earlier episodes are not resent, because they were acknowledged.
    train(run, config, new DiskFiles(), new PolicyShelf(), 12, 13);
    assertReplay(run, config, 13);
  }

  @Test
  void goesOnInAnotherPlaceFromItsDirectoryAlone() throws IOException {
    ControllerConfig config = SmallRun.config();
    Path here = temporary.resolve("here");
    train(here, config, new DiskFiles(), new PolicyShelf(), 5);
    Path there = temporary.resolve("there");
    try (Stream<Path> all = Files.walk(here)) {
      for (Path path : all.toList()) {
        Files.copy(path, there.resolve(here.relativize(path)));
      }
    }
    assertThat(RunIdentity.of(there, new DiskFiles()))
        .isEqualTo(RunIdentity.of(here, new DiskFiles()));
    train(there, config, new DiskFiles(), new PolicyShelf(), 9);
    assertReplay(there, config, 9);
  }

  private void trainUntilKilled(Path run, ControllerConfig config, int kill, int episodes)
      throws IOException {
    try {
      train(run, config, new FaultyFiles().killedAt(kill), new PolicyShelf(), episodes);
    } catch (FaultyFiles.Killed e) {
      return;
    }
    assertThat(kill).as("it should have been killed").isGreaterThan(30);
  }

  private static TrainerStatus train(
      Path run, ControllerConfig config, FileOperations files, PolicyShelf shelf, int episodes)
      throws IOException {
    return train(run, config, files, shelf, 0, episodes);
  }

  /**
   * Emulates a process that receives episodes {@code first} to {@code end} - 1 and learns until
   * none is pending.
   */
  private static TrainerStatus train(
      Path run,
      ControllerConfig config,
      FileOperations files,
      PolicyShelf shelf,
      int first,
      int end)
      throws IOException {
    boolean there = Files.exists(run.resolve("config.yaml"));
    try (RunDirectory directory =
        there
            ? RunDirectory.open(run, config, SmallRun.BUILD)
            : RunDirectory.create(run, config, SmallRun.BUILD)) {
      RunIdentity.of(run, new DiskFiles());
      Intake intake = Intake.open(run, TestEpisodes.RUN, TestEpisodes.bounds(10), files);
      try (Trainer training =
          Trainer.onSuppliedEpisodes(
              config, directory, "r", TrainingListener.silent(), intake, shelf)) {
        training.begin();
        for (int number = first; number < end; number++) {
          intake.accept(TestEpisodes.id(number), TestEpisodes.episode(number, STEPS));
          long wanted = config.remote().updatesAhead();
          training.train(
              () ->
                  intake.waiting() == 0
                      && (training.status().isExploring()
                          || training.status().updatesPending() <= -wanted));
        }
        return training.status();
      }
    }
  }

  private static void assertReplay(Path run, ControllerConfig config, int episodes)
      throws IOException {
    ReplayRecord found = new ReplayRecord();
    ReplayRecord wanted = new ReplayRecord();
    try (ReplayBuffer replay = StoredReplays.open(run.resolve("replay.bin"), config)) {
      List<Float> expected = new ArrayList<>();
      for (int number = 0; number < episodes; number++) {
        Episode episode = Episode.decode(TestEpisodes.episode(number, STEPS));
        for (int step = 0; step < episode.records(); step++) {
          episode.read(step, wanted);
          expected.add(wanted.observation[0]);
        }
      }
      List<Float> stored = new ArrayList<>();
      for (long index = replay.tail(); index < replay.head(); index++) {
        replay.read(index, found);
        stored.add(found.observation[0]);
      }
      assertThat(stored).isEqualTo(expected);
    }
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }
}
