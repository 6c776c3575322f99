package minitaur.controller.record.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.episode.EpisodeLoop;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.Tick;
import minitaur.controller.episode.Transition;
import minitaur.controller.episode.TransitionSink;
import minitaur.controller.learn.policy.UniformPolicy;
import minitaur.controller.robot.EpisodeLoopFactory;
import minitaur.controller.robot.SimulatedSession;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.task.reward.ActionAccelerationTerm;
import minitaur.controller.task.reward.RewardFunction;
import minitaur.controller.task.reward.RewardTermValues;
import minitaur.hal.Clock;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.SystemClock;
import minitaur.hal.log.ChunkReader;
import minitaur.hal.log.ChunkWriter;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.Track;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recomputes rewards from the step logs of a run. */
@Timeout(60)
class StepLogTest {
  private static final long MAX_BYTES = 100_000_000;

  @TempDir private Path directory;

  private final List<EpisodeSummary> summaries = new ArrayList<>();
  private final List<Double> rewards = new ArrayList<>();

  private static ControllerConfig config(String profile) {
    return ControllerConfig.read(
        List.of(
            ConfigOverride.parse("test", "sim.profile=" + profile),
            ConfigOverride.parse("test", "task.episodeSteps=60")));
  }

  private static RewardSettings settings(RewardFunction reward) {
    return new RewardSettings(reward, EpisodeLoopFactory.MAX_POSE_GAP_NANOS);
  }

  private StepRecorder recorder(RewardFunction reward, long bytes) throws IOException {
    return new StepRecorder(
        new StepLog(directory, settings(reward), bytes),
        true,
        new SystemClock(),
        e -> {
          throw new AssertionError(e);
        });
  }

  /** Runs episodes of a robot that moves randomly. */
  private void run(String profile, int episodes, StepRecorder recorder) {
    ControllerConfig config = config(profile);
    try (SimulatedSession session =
        new SimulatedSession(config.hardware(), config.task(), 3, false)) {
      UniformPolicy policy = new UniformPolicy(RandomStream.of(3, "policy"));
      EpisodeLoop loop =
          EpisodeLoopFactory.createLoop(
              session,
              config.episode(),
              () -> policy,
              new TransitionSink() {
                @Override
                public void transition(Transition transition) {
                  rewards.add(transition.terms.total());
                }

                @Override
                public void gap(Tick tick) {}

                @Override
                public void finalObservation(Tick tick) {}
              });
      loop.setObserver(recorder);
      for (int episode = 0; episode < episodes; episode++) {
        session.resetRobot();
        loop.begin(episode);
        while (loop.tick()) {}
        summaries.add(loop.finish());
      }
    }
  }

  private List<RewardCheck.Outcome> check() throws IOException {
    List<RewardCheck.Outcome> outcomes = new ArrayList<>();
    for (Path file : StepLog.files(directory)) {
      assertThat(RewardCheck.run(file, outcomes::add)).isFalse();
    }
    return outcomes;
  }

  @ParameterizedTest
  @ValueSource(strings = {"nominal", "realistic"})
  void recomputesBitIdenticalRewards(String profile) throws IOException {
    try (StepRecorder recorder = recorder(RewardFunction.nominal(), MAX_BYTES)) {
      run(profile, 4, recorder);
    }
    List<RewardCheck.Outcome> outcomes = check();
    assertThat(outcomes).hasSize(4).allMatch(each -> each.isComplete() && each.isEqual());
    for (int i = 0; i < 4; i++) {
      assertThat(outcomes.get(i).episode()).isEqualTo(i);
      assertThat(outcomes.get(i).steps()).isEqualTo(summaries.get(i).steps());
      assertThat(outcomes.get(i).computedReturn()).isEqualTo(summaries.get(i).episodeReturn());
      assertThat(outcomes.get(i).loggedReturn()).isEqualTo(summaries.get(i).episodeReturn());
    }
    assertThat(outcomes.stream().mapToInt(RewardCheck.Outcome::rewards).sum())
        .isEqualTo(rewards.size())
        .isGreaterThan(60);
  }

  @Test
  void readsLogWithUnknownRewardTerm() throws IOException {
    try (StepRecorder recorder = recorder(RewardFunction.nominal(), MAX_BYTES)) {
      run("nominal", 1, recorder);
    }
    // The log of a version whose reward has "foot_slip" in place of "pitch".
    Path log = directory.resolve(StepLog.NAME);
    try (ChunkReader from = new ChunkReader(log, StepLog.MAGIC, "step log");
        ChunkWriter to = new ChunkWriter(directory.resolve("old.log"), StepLog.MAGIC)) {
      List<String> names = RewardTermValues.NAMES;
      assertThat(from.hasNext()).isTrue();
      RewardSettings.restore(from.in()).save(to.out());
      to.out().writeInt(from.in().readInt());
      for (String name : names) {
        assertThat(from.in().readUTF()).isEqualTo(name);
        to.out().writeUTF(name.equals("pitch") ? "foot_slip" : name);
      }
      to.endRecord();
      StepRecord record = new StepRecord();
      while (from.hasNext()) {
        record.restore(from.in(), names);
        record.save(to.out());
        to.endRecord();
      }
    }
    List<RewardCheck.Outcome> outcomes = new ArrayList<>();
    RewardCheck.run(directory.resolve("old.log"), outcomes::add);
    assertThat(outcomes).hasSize(1).allMatch(each -> each.isComplete() && each.isEqual());
    assertThat(outcomes.get(0).rewards()).isEqualTo(rewards.size());
  }

  @Test
  void detectsDifferentReward() throws IOException {
    try (StepRecorder recorder =
        recorder(
            RewardFunction.nominal().with(new ActionAccelerationTerm(0.1 * 1.001)), MAX_BYTES)) {
      run("realistic", 1, recorder);
    }
    RewardCheck.Outcome outcome = check().get(0);
    assertThat(outcome.isComplete()).isTrue();
    assertThat(outcome.differing()).isGreaterThan(outcome.rewards() / 2);
    assertThat(outcome.maxDifference()).isBetween(1e-7, 1e-3);
  }

  @Test
  void keepsNewestEpisodesWithinSizeLimit() throws IOException {
    long bytes = 300_000;
    try (StepRecorder recorder = recorder(RewardFunction.nominal(), bytes)) {
      run("nominal", 12, recorder);
    }
    long size = 0;
    for (Path file : StepLog.files(directory)) {
      size += Files.size(file);
    }
    // Episodes are not split, so each file may be longer by one: 60 steps of 1.4 kB.
    assertThat(size).isBetween(bytes / 2, bytes + 2 * 60 * 1_500);
    List<RewardCheck.Outcome> outcomes = check();
    assertThat(outcomes).allMatch(each -> each.isComplete() && each.isEqual());
    assertThat(outcomes.size()).isBetween(2, 11);
    assertThat(outcomes.get(outcomes.size() - 1).episode()).isEqualTo(11);
  }

  @Test
  void keepsLogOfEarlierSession() throws IOException {
    for (int session = 0; session < 2; session++) {
      try (StepRecorder recorder = recorder(RewardFunction.nominal(), MAX_BYTES)) {
        run("realistic", 1, recorder);
      }
    }
    assertThat(StepLog.files(directory)).hasSize(2);
    assertThat(check()).hasSize(2).allMatch(each -> each.isComplete() && each.isEqual());
  }

  @Test
  void readsTruncatedLogUpToCut() throws IOException {
    try (StepRecorder recorder = recorder(RewardFunction.nominal(), MAX_BYTES)) {
      run("nominal", 3, recorder);
    }
    byte[] complete = Files.readAllBytes(directory.resolve(StepLog.NAME));
    Path truncated = directory.resolve("cut");
    for (int length = 8; length < complete.length; length += complete.length / 40) {
      Files.write(truncated, Arrays.copyOf(complete, length));
      List<RewardCheck.Outcome> outcomes = new ArrayList<>();
      RewardCheck.run(truncated, outcomes::add);
      for (int i = 0; i < outcomes.size() - 1; i++) {
        assertThat(outcomes.get(i)).matches(each -> each.isComplete() && each.isEqual());
      }
    }
    Files.write(truncated, new byte[] {'m', 'i', 'n', 'i'});
    assertThatThrownBy(() -> RewardCheck.run(truncated, outcome -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is not a step log");
  }

  @Test
  void lostRecordsAreNotDifferences() throws IOException {
    CountDownLatch unblock = new CountDownLatch(1);
    Clock clock =
        new Clock() {
          @Override
          public long nanos() {
            return System.nanoTime();
          }

          @Override
          public void waitUntil(long timeNanos) {
            try {
              unblock.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        };
    try (StepRecorder recorder =
        new StepRecorder(
            new StepLog(directory, settings(RewardFunction.nominal()), MAX_BYTES),
            false,
            clock,
            e -> {
              throw new AssertionError(e);
            })) {
      run("nominal", 12, recorder);
      unblock.countDown();
    }
    List<RewardCheck.Outcome> outcomes = check();
    assertThat(outcomes.get(0)).matches(each -> each.isComplete() && each.isEqual());
    assertThat(outcomes.get(outcomes.size() - 1).isComplete()).isFalse();
  }

  @Test
  void episodeThreadDoesNotAllocate() throws IOException {
    Tick tick = new Tick();
    RobotState state = new RobotState();
    MotorCommand command = new MotorCommand();
    command.mode = MotorCommand.Mode.POSITION;
    Track track = new Track();
    Pose pose = new Pose();
    Transition transition = new Transition();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = 0;
    try (StepRecorder recorder = recorder(RewardFunction.nominal(), MAX_BYTES)) {
      recorder.begin(0, 0);
      for (int i = 0; i < 20_000; i++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        recorder.tick(tick, state, command, track);
        recorder.pose(pose);
        recorder.transition(transition);
        allocated = threads.getCurrentThreadAllocatedBytes() - before;
      }
    }
    assertThat(allocated).isZero();
  }
}
