package minitaur.controller.episode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import minitaur.controller.episode.safety.SafetyLimits;
import minitaur.controller.episode.safety.SafetySupervisor;
import minitaur.controller.learn.TransitionBatch;
import minitaur.controller.learn.policy.Policy;
import minitaur.controller.learn.policy.UniformPolicy;
import minitaur.controller.learn.replay.CompactReplayBuffer;
import minitaur.controller.learn.replay.ReplayRecord;
import minitaur.controller.task.TaskSettings;
import minitaur.controller.task.reward.RewardFunction;
import minitaur.hal.mocap.PoseHistory;
import minitaur.hal.mocap.Tracker;
import minitaur.hal.random.RandomStream;
import minitaur.sim.SimulatedClock;
import minitaur.sim.SimulatedRobot;
import minitaur.sim.SimulationProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs complete episodes on the simulated robot, from its sensors to the replay buffer. */
class SimulatedEpisodesTest {
  private static final long GAP_NANOS = 50_000_000;
  private static final int EPISODES = 5;

  @TempDir Path directory;

  private static EpisodeLoop loop(SimulatedRobot robot, Policy policy, TransitionSink sink) {
    return new EpisodeLoop(
        robot,
        new SimulatedClock(robot),
        () -> policy,
        new SafetySupervisor(SafetyLimits.nominal()),
        Tracker.ABSENT,
        TaskSettings.paper(),
        new TransitionAssembler(
            robot.poses(),
            new PoseHistory(1024, GAP_NANOS),
            GAP_NANOS,
            RewardFunction.nominal(),
            sink));
  }

  private static double groundTruthX(SimulatedRobot robot) {
    return robot.groundTruth().position[0];
  }

  @ParameterizedTest
  @ValueSource(strings = {"nominal", "realistic", "randomized"})
  void velocitiesIntegrateToTrueDistance(String profile) {
    SimulatedRobot robot = new SimulatedRobot(SimulationProfile.byName(profile), 5);
    RecordingSink sink = new RecordingSink();
    EpisodeLoop loop = loop(robot, new UniformPolicy(RandomStream.of(5, "policy")), sink);
    double maxDistance = 0;
    for (int episode = 0; episode < EPISODES; episode++) {
      sink.transitions.clear();
      robot.reset();
      double start = groundTruthX(robot);
      loop.begin(episode);
      while (loop.tick()) {}
      double trueDistance = groundTruthX(robot) - start;
      EpisodeSummary summary = loop.finish();

      assertThat(summary.droppedTransitions()).isZero();
      assertThat(sink.transitions).hasSize(summary.steps());
      double sum = sink.transitions.stream().mapToDouble(stored -> stored.velocity() * 0.02).sum();
      assertThat(sum).isCloseTo(trueDistance, within(profile.equals("nominal") ? 1e-9 : 0.002));
      assertThat(summary.distanceMetres()).isCloseTo(sum, within(1e-9));
      maxDistance = Math.max(maxDistance, Math.abs(trueDistance));
    }
    assertThat(maxDistance).as("the robot moved").isGreaterThan(0.02);
  }

  @Test
  void replayContainsStatesAndActionsOfPolicy() throws IOException {
    SimulatedRobot robot = new SimulatedRobot(SimulationProfile.realistic(), 5);
    List<float[]> states = new ArrayList<>();
    List<float[]> actions = new ArrayList<>();
    UniformPolicy random = new UniformPolicy(RandomStream.of(5, "policy"));
    Policy recording =
        new Policy() {
          @Override
          public long id() {
            return 1;
          }

          @Override
          public void act(float[] state, float[] action) {
            random.act(state, action);
            states.add(state.clone());
            actions.add(action.clone());
          }
        };
    try (CompactReplayBuffer replay =
        CompactReplayBuffer.open(directory.resolve("replay.bin"), 10_000)) {
      EpisodeLoop loop = loop(robot, recording, new ReplayWriter(replay));
      int falls = 0;
      for (int episode = 0; episode < EPISODES; episode++) {
        robot.reset();
        loop.begin(episode);
        while (loop.tick()) {}
        falls += loop.finish().fell() ? 1 : 0;
      }
      assertThat(replay.size()).isEqualTo(states.size());

      int batch = 5_000;
      TransitionBatch sampled = new TransitionBatch(batch, 112, 8);
      float[] sampledStates = sampled.states;
      float[] sampledActions = sampled.actions;
      float[] rewards = sampled.rewards;
      float[] nextStates = sampled.nextStates;
      replay.sample(sampled, RandomStream.of(7, "batch"));
      for (int row = 0; row < batch; row++) {
        float[] state = Arrays.copyOfRange(sampledStates, row * 112, row * 112 + 112);
        float[] next = Arrays.copyOfRange(nextStates, row * 112, row * 112 + 112);
        int stateIndex = indexOf(state, states);
        assertThat(stateIndex).as("row %d is a state that the policy saw", row).isNotNegative();
        assertThat(Arrays.copyOfRange(sampledActions, row * 8, row * 8 + 8))
            .isEqualTo(actions.get(stateIndex));
        assertThat(Arrays.copyOfRange(next, 72, 80)).isEqualTo(actions.get(stateIndex));
        assertThat(rewards[row]).isBetween(-4f, 1f);
      }

      ReplayRecord record = new ReplayRecord();
      int terminated = 0;
      for (long index = replay.tail(); index < replay.head(); index++) {
        replay.read(index, record);
        terminated += record.kind == ReplayRecord.Kind.TRANSITION_TERMINATED ? 1 : 0;
      }
      assertThat(terminated).isEqualTo(falls).isPositive();
    }
  }

  private static int indexOf(float[] state, List<float[]> states) {
    for (int index = 0; index < states.size(); index++) {
      if (Arrays.equals(state, states.get(index))) {
        return index;
      }
    }
    return -1;
  }

  @Test
  void controlStepWithSimulatorAllocatesNothing() throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    SimulatedRobot robot = new SimulatedRobot(SimulationProfile.realistic(), 1);
    Policy standing =
        new Policy() {
          @Override
          public long id() {
            return 1;
          }

          @Override
          public void act(float[] state, float[] action) {
            Arrays.fill(action, 0);
          }
        };
    try (CompactReplayBuffer replay =
        CompactReplayBuffer.open(directory.resolve("replay.bin"), 10_000)) {
      EpisodeLoop loop = loop(robot, standing, new ReplayWriter(replay));
      long allocated = -1;
      for (int episode = 0; episode < 3; episode++) {
        robot.reset();
        loop.begin(episode);
        loop.tick();
        long before = threads.getThreadAllocatedBytes(thread);
        for (int step = 1; step < 500; step++) {
          loop.tick();
        }
        allocated = threads.getThreadAllocatedBytes(thread) - before;
        assertThat(loop.tick()).isFalse();
        assertThat(loop.finish().steps()).isEqualTo(500);
      }
      assertThat(allocated).isLessThan(499);
    }
  }
}
