package minitaur.controller.episode;

import static minitaur.controller.episode.TreadmillRobot.MS;
import static minitaur.controller.episode.TreadmillRobot.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation.Reason;
import minitaur.controller.task.EpisodeTiming;
import minitaur.controller.task.PositionGains;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.Track;
import org.junit.jupiter.api.Test;

class EpisodeLoopTest {
  private final TreadmillFixture episodes = new TreadmillFixture();
  private final TreadmillRobot robot = episodes.robot;
  private final RecordingSink sink = episodes.sink;
  private final CountingPolicy policy = episodes.policy;
  private final EpisodeLoop loop = episodes.loop;

  @Test
  void runsToTimeLimitAtFiftyHertz() {
    EpisodeSummary summary = episodes.run();

    assertThat(robot.readTimes)
        .containsExactly(
            START,
            START + 20 * MS,
            START + 40 * MS,
            START + 60 * MS,
            START + 80 * MS,
            START + 100 * MS);
    assertThat(sink.lines)
        .containsExactly(
            "transition 0",
            "transition 1",
            "transition 2",
            "transition 3",
            "transition 4",
            "final 5");
    assertThat(summary.index()).isEqualTo(3);
    assertThat(summary.steps()).isEqualTo(5);
    assertThat(summary.end()).isEqualTo(new Truncation(Reason.TIME_LIMIT));
    assertThat(summary.fell()).isFalse();
    assertThat(summary.describeEnd())
        .isEqualTo("the episode reached the time limit, after 5 steps");
    assertThat(summary.distanceMetres()).isCloseTo(0.05, within(1e-9));
    assertThat(summary.meanForwardVelocityMetresPerSec()).isCloseTo(0.5, within(1e-9));
    assertThat(summary.droppedTransitions()).isZero();
    assertThat(summary.policyId()).isEqualTo(11);
    assertThat(summary.energyJoules()).isEqualTo(5);
    assertThat(summary.episodeReturn())
        .isCloseTo(
            sink.transitions.stream().mapToDouble(RecordingSink.Stored::reward).sum(),
            within(1e-9));
    assertThat(sink.transitions).allMatch(stored -> stored.discount() == 1);
  }

  @Test
  void immediatePosesCauseNoWait() {
    episodes.run();
    assertThat(robot.nanos()).isEqualTo(START + 100 * MS);
  }

  @Test
  void passesHistoryToPolicyAndCommandsItsAction() {
    episodes.run();

    assertThat(policy.states).hasSize(5);
    float[] thirdState = policy.states.get(2);
    // Roll of the current observation and those 1 and 2 steps ago, then the first repeated; actions
    // 1 and 2 steps ago.
    assertThat(thirdState[8]).isEqualTo(0.02f);
    assertThat(thirdState[12 + 8]).isEqualTo(0.01f);
    assertThat(thirdState[24 + 8]).isEqualTo(0f);
    assertThat(thirdState[72]).isEqualTo(0.2f);
    assertThat(thirdState[80]).isEqualTo(0.1f);
    assertThat(thirdState[88]).isEqualTo(0f);

    assertThat(robot.commands).hasSize(6);
    MotorCommand command = robot.commands.get(1);
    assertThat(command.mode).isEqualTo(MotorCommand.Mode.POSITION);
    assertThat(command.kp).isEqualTo(1.0);
    assertThat(command.kd).isEqualTo(0.015);
    // Swing 0.1, extension 2.1: rear motors 2.2, front motors 2.0.
    assertThat(command.targetAngleRad[0]).isCloseTo(2.2, within(1e-6));
    assertThat(command.targetAngleRad[1]).isCloseTo(2.0, within(1e-6));
    assertThat(command.targetAngleRad[4]).isCloseTo(2.0, within(1e-6));
    assertThat(command.targetAngleRad[5]).isCloseTo(2.2, within(1e-6));
  }

  @Test
  void everyTickHasIdOfActingPolicy() {
    List<Long> policyIds = new ArrayList<>();
    loop.setObserver(
        new EpisodeObserver() {
          @Override
          public void tick(Tick tick, RobotState state, MotorCommand command, Track track) {
            policyIds.add(tick.policyId);
          }
        });
    policy.refreshesId = true;
    EpisodeSummary summary = episodes.run();
    assertThat(policyIds).containsExactly(11L, 12L, 13L, 14L, 15L, 15L);
    assertThat(summary.end()).isEqualTo(new Truncation(Reason.TIME_LIMIT));
  }

  @Test
  void waitsForDelayedPoses() {
    robot.poseDelayNanos = 33 * MS;
    EpisodeSummary summary = episodes.run();

    assertThat(summary.droppedTransitions()).isZero();
    assertThat(sink.lines).hasSize(6).endsWith("transition 4", "final 5");
    assertThat(robot.nanos()).isEqualTo(START + 133 * MS);
    assertThat(summary.distanceMetres()).isCloseTo(0.05, within(1e-9));
  }

  @Test
  void limitsWaitForPoses() {
    robot.poseDelayNanos = 90 * MS;
    EpisodeSummary summary = episodes.run();

    assertThat(robot.nanos()).isEqualTo(START + 150 * MS);
    // Poses up to 60 ms have arrived: the steps that end at 80 and 100 ms have none.
    assertThat(summary.droppedTransitions()).isEqualTo(2);
    assertThat(sink.lines).endsWith("transition 2", "gap 3", "gap 4", "final 5");
    assertThat(summary.meanForwardVelocityMetresPerSec()).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void switchesPolicyOnlyBetweenEpisodes() {
    CountingPolicy other = new CountingPolicy(12);
    loop.begin(0);
    loop.tick();
    episodes.nextPolicy = other;
    while (loop.tick()) {}
    assertThat(loop.finish().policyId()).isEqualTo(11);
    assertThat(other.states).isEmpty();

    assertThat(episodes.run().policyId()).isEqualTo(12);
    assertThat(other.states).hasSize(5);
    assertThat(policy.states).hasSize(5);
  }

  @Test
  void newEpisodeStartsWithClearedHistory() {
    episodes.run();
    int first = policy.states.size();
    episodes.run();
    float[] state = policy.states.get(first);
    for (int age = 0; age <= 5; age++) {
      assertThat(state[12 * age + 8]).isEqualTo(0.06f);
    }
    assertThat(Arrays.copyOfRange(state, 72, 112)).containsOnly(0);
  }

  @Test
  void observersReceiveEventsInOrder() {
    robot.poseDelayNanos = 33 * MS;
    robot.script = (read, state) -> state.pitchRad = read < 3 ? 0 : 0.6;
    EventRecorder first = new EventRecorder();
    EventRecorder second = new EventRecorder();
    loop.setObserver(EpisodeObserver.all(List.of(first, second)));
    episodes.run();

    assertThat(first.lines)
        .containsExactly(
            "begin 3 at 0",
            "tick 0 POSITION 0.1",
            "tick 1 POSITION 0.2",
            "tick 2 POSITION 0.3",
            "tick 3 DAMPING 0.0",
            "transition 0",
            "transition 1",
            "transition 2",
            "end fell forward, pitch 34 degrees, after 3 steps");
    assertThat(first.poseTimes).hasSize(61).startsWith(START).endsWith(START + 60 * MS);
    assertThat(second.lines).isEqualTo(first.lines);
    assertThat(second.poseTimes).isEqualTo(first.poseTimes);

    first.lines.clear();
    loop.setObserver(second);
    episodes.run();
    assertThat(first.lines).as("no longer notified").isEmpty();
    loop.begin(4);
    assertThatThrownBy(() -> loop.setObserver(first)).isInstanceOf(IllegalStateException.class);
  }

  /** Records the notifications. */
  private static final class EventRecorder implements EpisodeObserver {
    final List<String> lines = new ArrayList<>();
    final List<Long> poseTimes = new ArrayList<>();

    @Override
    public void begin(int episode, long startNanos) {
      lines.add("begin " + episode + " at " + (startNanos - START));
    }

    @Override
    public void tick(Tick tick, RobotState state, MotorCommand command, Track track) {
      lines.add("tick " + tick.step + " " + command.mode + " " + tick.action[0]);
    }

    @Override
    public void pose(Pose pose) {
      poseTimes.add(pose.timeNanos);
    }

    @Override
    public void transition(Transition transition) {
      lines.add("transition " + transition.tick.step);
    }

    @Override
    public void end(EpisodeSummary summary) {
      lines.add("end " + summary.describeEnd());
    }
  }

  @Test
  void rejectsCallsOutOfOrder() {
    assertThatThrownBy(() -> loop.tick()).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> loop.finish()).isInstanceOf(IllegalStateException.class);
    loop.begin(0);
    assertThatThrownBy(() -> loop.finish()).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> loop.begin(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("episode 0");
  }

  @Test
  void rejectsInvalidSettingsByName() {
    assertThatThrownBy(() -> new EpisodeTiming(0, 500)).hasMessageContaining("policyRateHz is 0.0");
    assertThatThrownBy(() -> new EpisodeTiming(50, 0)).hasMessageContaining("episodeSteps is 0");
    assertThatThrownBy(() -> new PositionGains(0, 0.01)).hasMessageContaining("kp is 0.0");
    assertThatThrownBy(() -> new PositionGains(1, -0.01)).hasMessageContaining("kd is -0.01");
  }
}
