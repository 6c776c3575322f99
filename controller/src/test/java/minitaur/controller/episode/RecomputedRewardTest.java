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
import minitaur.hal.mocap.TrackedPoses;
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
  private record RecordedPoses(PoseSource source, DataOutputStream record) implements PoseSource {
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
  private static final class WrigglingPolicy implements Policy {
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
  void isEqualToTheBitHoweverLateThePoses() throws IOException {
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    TickSink lived = new TickSink();
    EpisodeEnd end = live(lived, new DataOutputStream(record));
    int last = lived.ticks.size() - 1;
    assertThat(lived.recorded.transitions).hasSizeGreaterThan(30);

    ManualPoses poses = new ManualPoses();
    RecordingSink recomputed = new RecordingSink();
    TransitionAssembler assembler = assembler(poses, recomputed);
    assembler.begin(lived.ticks.get(0).timeNanos);
    lived.ticks.subList(0, last).forEach(assembler::tick);
    assembler.end(lived.ticks.get(last), end);
    assertThat(recomputed.lines).isEmpty();
    DataInputStream recorded = new DataInputStream(new ByteArrayInputStream(record.toByteArray()));
    Pose pose = new Pose();
    while (recorded.available() > 0) {
      pose.restore(recorded);
      poses.arrive(pose.timeNanos, pose.xMetres);
      assembler.join();
    }
    assembler.flush();

    assertThat(recomputed.lines).isEqualTo(lived.recorded.lines);
    assertThat(recomputed.transitions).isEqualTo(lived.recorded.transitions);
  }

  /** Runs an episode of a realistic robot and records every pose. */
  private static EpisodeEnd live(TransitionSink sink, DataOutputStream record) {
    SimulatedRobot robot = new SimulatedRobot(SimulationProfile.realistic(), 4);
    Policy policy = new WrigglingPolicy();
    TrackedPoses tracked = new TrackedPoses(robot.poses(), TrackingConfig.nominal());
    EpisodeLoop loop =
        new EpisodeLoop(
            robot,
            new SimulatedClock(robot),
            () -> policy,
            new SafetySupervisor(SafetyLimits.nominal()),
            tracked,
            TaskSettings.paper().with(new EpisodeTiming(50, 60)),
            assembler(new RecordedPoses(tracked, record), sink));
    loop.begin(0);
    while (loop.tick()) {}
    loop.finish();
    return Objects.requireNonNull(loop.end());
  }
}
