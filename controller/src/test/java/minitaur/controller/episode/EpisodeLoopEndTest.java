package minitaur.controller.episode;

import static minitaur.controller.episode.TreadmillRobot.MS;
import static minitaur.controller.episode.TreadmillRobot.START;
import static org.assertj.core.api.Assertions.assertThat;

import minitaur.controller.episode.safety.EpisodeEnd.Termination;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation.Reason;
import minitaur.controller.episode.safety.Fall;
import minitaur.controller.episode.safety.Lane;
import minitaur.controller.episode.safety.SafetyLimits;
import minitaur.hal.MotorCommand;
import org.junit.jupiter.api.Test;

/**
 * Tests the conditions that end an episode, the motor commands at the end, and the stored
 * transitions.
 */
class EpisodeLoopEndTest {
  private final TreadmillFixture episodes = new TreadmillFixture();
  private final TreadmillRobot robot = episodes.robot;
  private final RecordingSink sink = episodes.sink;
  private final CountingPolicy policy = episodes.policy;

  @Test
  void endsInDampingMode() {
    episodes.run();
    assertThat(robot.lastCommand().mode).isEqualTo(MotorCommand.Mode.DAMPING);
    assertThat(robot.lastCommand().kd).isEqualTo(0.015);
  }

  @Test
  void fallTerminatesEpisode() {
    robot.script = (read, state) -> state.pitchRad = read < 3 ? 0 : -0.6;
    EpisodeSummary summary = episodes.run();

    assertThat(summary.fell()).isTrue();
    assertThat(summary.end()).isEqualTo(new Termination(new Fall(0, -0.6)));
    assertThat(summary.describeEnd()).isEqualTo("fell backward, pitch -34 degrees, after 3 steps");
    assertThat(summary.steps()).isEqualTo(3);
    assertThat(sink.lines)
        .containsExactly("transition 0", "transition 1", "transition 2", "final 3");
    assertThat(sink.transitions.get(2).discount()).isZero();
    assertThat(sink.transitions.get(1).discount()).isEqualTo(1);
    assertThat(robot.lastCommand().mode).isEqualTo(MotorCommand.Mode.DAMPING);
    assertThat(policy.states).hasSize(3);
  }

  @Test
  void fallAtTimeLimitTerminates() {
    robot.script = (read, state) -> state.rollRad = read < 5 ? 0 : 0.6;
    assertThat(episodes.run().fell()).isTrue();
    assertThat(sink.transitions.get(4).discount()).isZero();
  }

  @Test
  void nonFiniteSensorValueTruncatesAndIsNotStored() {
    for (double invalid : new double[] {Double.NaN, Double.NEGATIVE_INFINITY}) {
      sink.lines.clear();
      int[] reads = {0};
      robot.script = (read, state) -> state.motorAngleRad[6] = reads[0]++ < 2 ? 2 : invalid;
      EpisodeSummary summary = episodes.run();

      assertThat(summary.end()).isEqualTo(new Truncation(Reason.SENSOR_INVALID));
      assertThat(summary.steps()).isEqualTo(2);
      assertThat(summary.droppedTransitions()).isEqualTo(1);
      assertThat(sink.lines).containsExactly("transition 0", "gap 1");
      assertThat(robot.lastCommand().mode).isEqualTo(MotorCommand.Mode.DAMPING);
    }
  }

  @Test
  void invalidFirstObservationStoresNothing() {
    robot.script = (read, state) -> state.angularVelocityXRadPerSec = Double.NaN;
    EpisodeSummary summary = episodes.run();

    assertThat(summary.end()).isEqualTo(new Truncation(Reason.SENSOR_INVALID));
    assertThat(summary.steps()).isZero();
    assertThat(summary.meanForwardVelocityMetresPerSec()).isZero();
    assertThat(sink.lines).isEmpty();
    assertThat(policy.states).isEmpty();
  }

  @Test
  void lostLinkTruncatesAndStaleValuesAreNotStored() {
    robot.script = (read, state) -> state.connected = read < 3;
    EpisodeSummary summary = episodes.run();

    assertThat(summary.end()).isEqualTo(new Truncation(Reason.LINK_LOST));
    assertThat(sink.lines).containsExactly("transition 0", "transition 1", "gap 2");
    assertThat(sink.transitions).allMatch(stored -> stored.discount() == 1);
    assertThat(robot.lastCommand().mode).isEqualTo(MotorCommand.Mode.OFF);
  }

  @Test
  void mocapLossTruncatesAndStoresNoTransitions() {
    robot.mocapLostFromNanos = START + 200 * MS;
    robot.script = (read, state) -> {};
    episodes.enableTracking(SafetyLimits.nominal());
    EpisodeSummary summary = episodes.run();

    // Last pose at 199 ms, a coast of 100 ms, then 400 ms without a velocity.
    assertThat(summary.end()).isEqualTo(new Truncation(Reason.MOCAP_LOST));
    assertThat(summary.steps()).isEqualTo(35);
    assertThat(sink.transitions).hasSize(9);
    assertThat(summary.droppedTransitions()).isEqualTo(26);
    assertThat(robot.lastCommand().mode).isEqualTo(MotorCommand.Mode.DAMPING);
  }

  @Test
  void leavingLaneTruncates() {
    robot.script = (read, state) -> {};
    episodes.enableTracking(new SafetyLimits(Math.toRadians(30), null, 0.4, new Lane(1, 0.105, 1)));
    EpisodeSummary summary = episodes.run();

    // At 0.5 m/s the limit of 0.105 m is passed between the ticks at 200 and 220 ms.
    assertThat(summary.end()).isEqualTo(new Truncation(Reason.OUT_OF_LANE));
    assertThat(summary.steps()).isEqualTo(11);
    assertThat(summary.droppedTransitions()).isZero();
    assertThat(sink.transitions.get(10).discount()).isEqualTo(1);
  }

  @Test
  void operatorRequestEndsEpisode() {
    EpisodeLoop loop = episodes.loop;
    loop.begin(0);
    assertThat(loop.tick()).isTrue();
    assertThat(loop.tick()).isTrue();
    loop.requestEnd(Reason.OPERATOR);
    assertThat(loop.tick()).isFalse();
    assertThat(loop.tick()).isFalse();
    assertThat(loop.steps()).isEqualTo(2);
    EpisodeSummary summary = loop.finish();

    assertThat(summary.end()).isEqualTo(new Truncation(Reason.OPERATOR));
    assertThat(sink.lines).containsExactly("transition 0", "transition 1", "final 2");
    sink.lines.clear();
    assertThat(episodes.run().end())
        .as("request applies to one episode only")
        .isEqualTo(new Truncation(Reason.TIME_LIMIT));
  }
}
