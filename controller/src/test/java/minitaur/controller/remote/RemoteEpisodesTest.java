package minitaur.controller.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import minitaur.controller.learn.replay.CompactReplayBuffer;
import minitaur.controller.learn.replay.ReplayRecord;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.run.storage.FaultInjectingFiles;
import minitaur.controller.run.storage.FileOperations;
import minitaur.controller.run.storage.LocalFileOperations;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.train.DivergenceException;
import minitaur.controller.train.StoredReplays;
import minitaur.controller.train.Trainer;
import minitaur.controller.train.TrainerStatus;
import minitaur.controller.train.TrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests a learner with its replay buffer and its intake. */
class RemoteEpisodesTest {
  private static final int STEPS = 4;

  @TempDir private Path temporary;

  @Test
  void performsPendingUpdatesAndPublishesPolicy() throws IOException {
    ControllerConfig config = SmallRun.config();
    PolicyStore policyStore = new PolicyStore();
    TrainerStatus status =
        train(temporary.resolve("run"), config, new LocalFileOperations(), policyStore, 5);
    assertThat(status.steps()).isEqualTo(5 * STEPS);
    assertThat(status.episodes()).isEqualTo(5);
    assertThat(status.updates()).isEqualTo((5 * STEPS - 10) / 2);
    assertThat(status.pendingUpdates()).isZero();
    assertThat(status.isExploring()).isFalse();
    assertThat(policyStore.newest().id()).isEqualTo(5);
  }

  @Test
  void runsAheadByConfiguredUpdates() throws IOException {
    ControllerConfig config = SmallRun.config("remote.updatesAhead=7");
    TrainerStatus status =
        train(temporary.resolve("run"), config, new LocalFileOperations(), new PolicyStore(), 5);
    assertThat(status.updates()).isEqualTo(5 + 7);
    assertThat(status.pendingUpdates()).isEqualTo(-7);
  }

  @Test
  void replacesPublishedPolicyAfterRollback() throws IOException {
    ControllerConfig config =
        SmallRun.config(
            "remote.updatesPerPolicy=1",
            "learner.updatesPerStep=10",
            "run.checkpointInterval=1000");
    EpisodeBounds bounds = new EpisodeBounds(10, 0.02, -1, 1e39);
    List<Long> published = new ArrayList<>();
    try (RunDirectory directory =
        RunDirectory.create(temporary.resolve("run"), config, SmallRun.BUILD)) {
      Path run = directory.path();
      Intake intake = Intake.open(run, TestEpisodes.RUN, bounds, new LocalFileOperations());
      try (Trainer training =
          Trainer.onRemoteEpisodes(
              config,
              directory,
              "r",
              TrainingListener.silent(),
              intake,
              policy -> published.add(policy.id()))) {
        training.begin();
        for (int number = 0; number < 10; number++) {
          byte[] episode = TestEpisodes.episode(number, STEPS);
          intake.accept(
              TestEpisodes.id(number),
              number == 9 ? TestEpisodes.withReward(episode, Float.MAX_VALUE) : episode);
        }
        assertThatThrownBy(
                () ->
                    training.train(
                        () ->
                            !training.status().isExploring()
                                && training.status().pendingUpdates() <= 0))
            .isInstanceOf(DivergenceException.class);
      }
    }
    assertThat(published).as("policies until the last rollback").isNotEmpty();
    assertThat(published.get(published.size() - 1)).isLessThan(Collections.max(published));
  }

  @Test
  void backlogLimitLowersUpdateRatio() throws IOException {
    ControllerConfig config = SmallRun.config("remote.maxUpdateBacklog=1");
    TrainerStatus status =
        train(temporary.resolve("run"), config, new LocalFileOperations(), new PolicyStore(), 5);
    assertThat(status.steps()).isEqualTo(5 * STEPS);
    // The last three episodes require 1, 2 and 2 updates.
    assertThat(status.updates()).isEqualTo(3);
    assertThat(status.pendingUpdates()).isZero();
  }

  @Test
  void lockStepIsBitIdenticalAfterKill() throws IOException {
    ControllerConfig config = SmallRun.config("run.mode=lock-step");
    PolicyStore uninterrupted = new PolicyStore();
    train(temporary.resolve("uninterrupted"), config, new LocalFileOperations(), uninterrupted, 9);
    Path run = temporary.resolve("resumed");
    PolicyStore resumed = new PolicyStore();
    train(run, config, new LocalFileOperations(), resumed, 4);
    trainUntilKilled(run, config, 7, 9);
    train(run, config, new LocalFileOperations(), resumed, 9);
    assertThat(resumed.newest().tag()).isEqualTo(uninterrupted.newest().tag());
    assertReplay(run, config, 9);
  }

  @Test
  void replayHoldsEachEpisodeOnceAfterKill() throws IOException {
    ControllerConfig config = SmallRun.config();
    for (int kill = 3; kill < 40; kill += 9) {
      Path run = temporary.resolve("kill" + kill);
      trainUntilKilled(run, config, kill, 7);
      train(run, config, new LocalFileOperations(), new PolicyStore(), 8);
      assertReplay(run, config, 8);
    }
  }

  @Test
  void recoversFromCorruptedCheckpoint() throws IOException {
    ControllerConfig config = SmallRun.config();
    Path run = temporary.resolve("run");
    train(run, config, new LocalFileOperations(), new PolicyStore(), 6);
    train(run, config, new LocalFileOperations(), new PolicyStore(), 6, 12);
    List<Path> checkpoints = files(run.resolve("checkpoints"));
    Path newest = checkpoints.get(checkpoints.size() - 1);
    byte[] bytes = Files.readAllBytes(newest);
    bytes[bytes.length / 2] ^= 1;
    Files.write(newest, bytes);
    // The earlier episodes are not resent, because they were acknowledged.
    train(run, config, new LocalFileOperations(), new PolicyStore(), 12, 13);
    assertReplay(run, config, 13);
  }

  @Test
  void resumesFromCopiedDirectory() throws IOException {
    ControllerConfig config = SmallRun.config();
    Path original = temporary.resolve("here");
    train(original, config, new LocalFileOperations(), new PolicyStore(), 5);
    Path copy = temporary.resolve("there");
    try (Stream<Path> all = Files.walk(original)) {
      for (Path path : all.toList()) {
        Files.copy(path, copy.resolve(original.relativize(path)));
      }
    }
    assertThat(RunIdentity.of(copy, new LocalFileOperations()))
        .isEqualTo(RunIdentity.of(original, new LocalFileOperations()));
    train(copy, config, new LocalFileOperations(), new PolicyStore(), 9);
    assertReplay(copy, config, 9);
  }

  private void trainUntilKilled(Path run, ControllerConfig config, int kill, int episodes)
      throws IOException {
    try {
      train(run, config, new FaultInjectingFiles().killAt(kill), new PolicyStore(), episodes);
    } catch (FaultInjectingFiles.ProcessKilledError e) {
      return;
    }
    assertThat(kill).as("number of file operations").isGreaterThan(30);
  }

  private static TrainerStatus train(
      Path run,
      ControllerConfig config,
      FileOperations files,
      PolicyStore policyStore,
      int episodes)
      throws IOException {
    return train(run, config, files, policyStore, 0, episodes);
  }

  /**
   * Emulates a process that receives episodes {@code first} to {@code end} - 1 and learns until
   * none is pending.
   */
  private static TrainerStatus train(
      Path run,
      ControllerConfig config,
      FileOperations files,
      PolicyStore policyStore,
      int first,
      int end)
      throws IOException {
    boolean exists = Files.exists(run.resolve("config.yaml"));
    try (RunDirectory directory =
        exists
            ? RunDirectory.open(run, config, SmallRun.BUILD)
            : RunDirectory.create(run, config, SmallRun.BUILD)) {
      RunIdentity.of(run, new LocalFileOperations());
      Intake intake = Intake.open(run, TestEpisodes.RUN, TestEpisodes.bounds(10), files);
      try (Trainer training =
          Trainer.onRemoteEpisodes(
              config, directory, "r", TrainingListener.silent(), intake, policyStore)) {
        training.begin();
        for (int number = first; number < end; number++) {
          intake.accept(TestEpisodes.id(number), TestEpisodes.episode(number, STEPS));
          long updatesAhead = config.remote().updatesAhead();
          training.train(
              () ->
                  intake.waiting() == 0
                      && (training.status().isExploring()
                          || training.status().pendingUpdates() <= -updatesAhead));
        }
        return training.status();
      }
    }
  }

  private static void assertReplay(Path run, ControllerConfig config, int episodes)
      throws IOException {
    ReplayRecord actualRecord = new ReplayRecord();
    ReplayRecord expectedRecord = new ReplayRecord();
    try (CompactReplayBuffer replay = StoredReplays.open(run.resolve("replay.bin"), config)) {
      List<Float> expected = new ArrayList<>();
      for (int number = 0; number < episodes; number++) {
        Episode episode = Episode.decode(TestEpisodes.episode(number, STEPS));
        for (int step = 0; step < episode.records(); step++) {
          episode.read(step, expectedRecord);
          expected.add(expectedRecord.observation[0]);
        }
      }
      List<Float> stored = new ArrayList<>();
      for (long index = replay.tail(); index < replay.head(); index++) {
        replay.read(index, actualRecord);
        stored.add(actualRecord.observation[0]);
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
