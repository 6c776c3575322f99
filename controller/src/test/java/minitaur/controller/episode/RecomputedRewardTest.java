package minitaur.controller.episode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import minitaur.controller.episode.safety.EpisodeEnd;
import minitaur.controller.episode.safety.SafetyLimits;
import minitaur.controller.episode.safety.SafetySupervisor;
import minitaur.controller.learn.policy.Policy;
import minitaur.controller.task.EpisodeTiming;
import minitaur.controller.task.TaskSettings;
import minitaur.controller.task.reward.RewardFunction;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.PoseHistory;
import minitaur.hal.mocap.PoseSource;
import minitaur.hal.mocap.PoseTracker;
import minitaur.hal.mocap.TrackingConfig;
import minitaur.hal.random.RandomStream;
import minitaur.sim.SimulatedClock;
import minitaur.sim.SimulatedRobot;
import minitaur.sim.SimulationProfile;
import org.junit.jupiter.api.Test;

/**
 * Recomputes the reward of a recorded run from the recorded ticks and poses, with poses arriving at
 * other times. The result must be bit-identical.
 */
class RecomputedRewardTest {
  private static final long GAP_NANOS = 50_000_000;

  /** Records every pose that passes. */
  private record RecordingPoseSource(PoseSource source, DataOutputStream record)
      implements PoseSource {
    @Override
    public boolean poll(Pose pose) {
      if (!source.poll(pose)) {
        return false;
      }
      try {
        pose.save(record);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return true;
    }

    @Override
    public void close() {
      source.close();
    }
  }

  /** Takes moderate actions that keep a robot on its feet for a while. */
  private static final class RandomPolicy implements Policy {
    private final RandomStream random = RandomStream.of(1, "policy");

    @Override
    public long id() {
      return 1;
    }

    @Override
    public void act(float[] state, float[] action) {
      for (int i = 0; i < action.length; i++) {
        action[i] = (float) random.nextUniform(-0.3, 0.3);
      }
    }
  }

  /** Records the ticks of an episode in addition to the data of a recording sink. */
  private static final class TickSink implements TransitionSink {
    final RecordingSink recorded = new RecordingSink();
    final List<Tick> ticks = new ArrayList<>();

    @Override
    public void transition(Transition transition) {
      recorded.transition(transition);
      add(transition.tick);
    }

    @Override
    public void gap(Tick tick) {
      recorded.gap(tick);
      add(tick);
    }

    @Override
    public void finalObservation(Tick tick) {
      recorded.finalObservation(tick);
      add(tick);
    }

    private void add(Tick tick) {
      Tick copy = new Tick();
      copy.set(tick);
      ticks.add(copy);
    }
  }

  private static TransitionAssembler assembler(PoseSource poses, TransitionSink sink) {
    return new TransitionAssembler(
        poses, new PoseHistory(1024, GAP_NANOS), GAP_NANOS, RewardFunction.nominal(), sink);
  }

  @Test
  void isBitIdenticalForAnyPoseDelay() throws IOException {
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    TickSink original = new TickSink();
    EpisodeEnd end = recordEpisode(original, new DataOutputStream(record));
    int last = original.ticks.size() - 1;
    assertThat(original.recorded.transitions).hasSizeGreaterThan(30);

    ManualPoseSource poses = new ManualPoseSource();
    RecordingSink recomputed = new RecordingSink();
    TransitionAssembler assembler = assembler(poses, recomputed);
    assembler.begin(original.ticks.get(0).timeNanos);
    original.ticks.subList(0, last).forEach(assembler::tick);
    assembler.end(original.ticks.get(last), end);
    assertThat(recomputed.lines).isEmpty();
    DataInputStream recorded = new DataInputStream(new ByteArrayInputStream(record.toByteArray()));
    Pose pose = new Pose();
    while (recorded.available() > 0) {
      pose.restore(recorded);
      poses.deliver(pose.timeNanos, pose.xMetres);
      assembler.processPoses();
    }
    assembler.flush();

    assertThat(recomputed.lines).isEqualTo(original.recorded.lines);
    assertThat(recomputed.transitions).isEqualTo(original.recorded.transitions);
  }

  /** Runs an episode of a realistic robot and records every pose. */
  private static EpisodeEnd recordEpisode(TransitionSink sink, DataOutputStream record) {
    SimulatedRobot robot = new SimulatedRobot(SimulationProfile.realistic(), 4);
    Policy policy = new RandomPolicy();
    PoseTracker tracked = new PoseTracker(robot.poses(), TrackingConfig.nominal());
    EpisodeLoop loop =
        new EpisodeLoop(
            robot,
            new SimulatedClock(robot),
            () -> policy,
            new SafetySupervisor(SafetyLimits.nominal()),
            tracked,
            TaskSettings.paper().with(new EpisodeTiming(50, 60)),
            assembler(new RecordingPoseSource(tracked, record), sink));
    loop.begin(0);
    while (loop.tick()) {}
    loop.finish();
    return Objects.requireNonNull(loop.end());
  }
}
