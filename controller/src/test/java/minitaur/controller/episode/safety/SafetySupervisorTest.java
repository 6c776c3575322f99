package minitaur.controller.episode.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import minitaur.controller.episode.safety.EpisodeEnd.Termination;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation.Reason;
import minitaur.hal.DisconnectedRobot;
import minitaur.hal.RobotState;
import minitaur.hal.mocap.Track;
import minitaur.hal.mocap.Tracker;
import org.junit.jupiter.api.Test;

class SafetySupervisorTest {
  private final SafetySupervisor supervisor = new SafetySupervisor(SafetyLimits.nominal());

  @Test
  void measuresTiltRelativeToGround() {
    RobotState state = tilted(-20, 35);
    double groundPitch = Math.toRadians(10);
    assertThat(supervisor.check(state, 0, groundPitch)).isSameAs(Verdict.CONTINUE);
    assertThat(supervisor.check(state, 0, 0)).isInstanceOf(Verdict.EndEpisode.class);
    assertThat(supervisor.check(state, Math.toRadians(11), groundPitch))
        .isInstanceOf(Verdict.EndEpisode.class);
  }

  private static RobotState tilted(double rollDegrees, double pitchDegrees) {
    RobotState state = new RobotState();
    state.connected = true;
    state.rollRad = Math.toRadians(rollDegrees);
    state.pitchRad = Math.toRadians(pitchDegrees);
    return state;
  }

  @Test
  void continuesUpToThirtyDegrees() {
    for (double angle : new double[] {-29.9, 0, 29.9}) {
      assertThat(supervisor.check(tilted(angle, 0), 0, 0)).isSameAs(Verdict.CONTINUE);
      assertThat(supervisor.check(tilted(0, angle), 0, 0)).isSameAs(Verdict.CONTINUE);
    }
  }

  @Test
  void tiltBeyondLimitIsFallToThatSide() {
    assertFall(tilted(0, 30.1), Fall.Direction.FORWARD);
    assertFall(tilted(0, -30.1), Fall.Direction.BACKWARD);
    assertFall(tilted(30.1, 0), Fall.Direction.RIGHT);
    assertFall(tilted(-30.1, 0), Fall.Direction.LEFT);
  }

  private void assertFall(RobotState state, Fall.Direction direction) {
    Verdict verdict = supervisor.check(state, 0, 0);
    assertThat(verdict)
        .isEqualTo(
            new Verdict.EndEpisode(new Termination(new Fall(state.rollRad, state.pitchRad))));
    assertThat(new Fall(state.rollRad, state.pitchRad).direction()).isEqualTo(direction);
  }

  @Test
  void lostLinkStopsMotorsAtAnyTilt() {
    RobotState state = tilted(0, 45);
    state.connected = false;
    assertThat(supervisor.check(state, 0, 0))
        .isEqualTo(new Verdict.StopMotors(new Truncation(Reason.LINK_LOST)));

    new DisconnectedRobot().read(state);
    assertThat(supervisor.check(state, 0, 0))
        .isEqualTo(new Verdict.StopMotors(new Truncation(Reason.LINK_LOST)));
  }

  @Test
  void nonFiniteTiltEndsEpisode() {
    for (double invalid : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThat(supervisor.check(tilted(invalid, 0), 0, 0))
          .isEqualTo(new Verdict.EndEpisode(new Truncation(Reason.SENSOR_INVALID)));
      assertThat(supervisor.check(tilted(0, invalid), 0, 0))
          .isEqualTo(new Verdict.EndEpisode(new Truncation(Reason.SENSOR_INVALID)));
    }
  }

  private static Track at(double x, double y) {
    Track track = new Track();
    track.xMetres = x;
    track.yMetres = y;
    return track;
  }

  @Test
  void leavingLaneOnAnySideTruncates() {
    SafetySupervisor laneSupervisor =
        new SafetySupervisor(
            new SafetyLimits(Math.toRadians(30), null, 0.4, new Lane(0.5, 4, 0.75)));
    Verdict outOfLane = new Verdict.EndEpisode(new Truncation(Reason.OUT_OF_LANE));
    for (Track inside : new Track[] {at(-0.49, 0), at(3.99, 0), at(1, 0.74), at(1, -0.74)}) {
      assertThat(laneSupervisor.check(inside)).isSameAs(Verdict.CONTINUE);
    }
    for (Track outside : new Track[] {at(-0.51, 0), at(4.01, 0), at(1, 0.76), at(1, -0.76)}) {
      assertThat(laneSupervisor.check(outside)).isEqualTo(outOfLane);
      assertThat(supervisor.check(outside)).as("unlimited lane").isSameAs(Verdict.CONTINUE);
    }
  }

  @Test
  void mocapLossBeyondTimeoutTruncates() {
    Track track = at(0, 0);
    track.velocityUnknownNanos = 399_999_999;
    assertThat(supervisor.check(track)).isSameAs(Verdict.CONTINUE);
    track.velocityUnknownNanos = 400_000_000;
    assertThat(supervisor.check(track))
        .isEqualTo(new Verdict.EndEpisode(new Truncation(Reason.MOCAP_LOST)));
  }

  @Test
  void continuesWithoutTracker() {
    SafetySupervisor laneSupervisor =
        new SafetySupervisor(new SafetyLimits(Math.toRadians(30), null, 0.4, new Lane(1, 1, 1)));
    Track track = at(99, 99);
    track.velocityUnknownNanos = 1L << 40;
    Tracker.ABSENT.read(0, track);
    assertThat(laneSupervisor.check(track)).isSameAs(Verdict.CONTINUE);
  }

  @Test
  void rejectsInvalidLimitsOfTrack() {
    assertThatThrownBy(() -> new SafetyLimits(0.5, null, 0, Lane.unlimited()))
        .hasMessageContaining("mocapLostSeconds is 0");
    assertThatThrownBy(() -> new Lane(0, -1, 1)).hasMessageContaining("front is -1.0");
    assertThatThrownBy(() -> new Lane(0, 1, Double.NaN)).hasMessageContaining("side is NaN");
  }

  private static SafetyLimits withTilt(double tiltRad) {
    return new SafetyLimits(tiltRad, null, 0.4, Lane.unlimited());
  }

  @Test
  void rejectsInvalidSafetyLimits() {
    assertThatThrownBy(() -> withTilt(0)).hasMessageContaining("tiltRad is 0.0");
    assertThatThrownBy(() -> withTilt(30)).hasMessageContaining("above 0 up to pi/2");
    assertThatThrownBy(() -> withTilt(Double.NaN)).hasMessageContaining("tiltRad is NaN");
  }

  @Test
  void lostLinkStopsMotionWithoutPolicy() {
    ControlTick tick = new ControlTick();
    tick.state.connected = true;
    assertThat(supervisor.checkMotion(tick)).isSameAs(Verdict.CONTINUE);
    tick.state.connected = false;
    assertThat(supervisor.checkMotion(tick))
        .isEqualTo(new Verdict.StopMotors(new Truncation(Reason.LINK_LOST)));
  }

  @Test
  void tickIsCheckedRelativeToItsGround() {
    ControlTick tick = new ControlTick();
    tick.state.connected = true;
    tick.state.pitchRad = Math.toRadians(35);
    tick.groundRollPitch[1] = Math.toRadians(10);
    assertThat(supervisor.check(tick)).isSameAs(Verdict.CONTINUE);
    tick.groundRollPitch[0] = Math.toRadians(31);
    assertThat(supervisor.check(tick)).isInstanceOf(Verdict.EndEpisode.class);
  }
}
