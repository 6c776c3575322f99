package minitaur.controller.safety;

import minitaur.hal.RobotState;
import minitaur.hal.mocap.Track;

/**
 * Judges each tick by the robot's state and the trunk's track alone: the same ones get the same
 * verdict. It can end an episode and stop the motors, never allow what the robot's own guard
 * forbids. Allocates nothing while all is well.
 */
public final class SafetySupervisor {
  private final SafetyLimits limits;
  private final TrackLimits trackLimits;
  private final long lostNanos;

  /** A supervisor that tolerates what {@code limits} say, on a lane without end. */
  public SafetySupervisor(SafetyLimits limits) {
    this(limits, TrackLimits.nominal());
  }

  /** A supervisor that tolerates what {@code limits} and {@code trackLimits} say. */
  public SafetySupervisor(SafetyLimits limits, TrackLimits trackLimits) {
    this.limits = limits;
    this.trackLimits = trackLimits;
    lostNanos = trackLimits.lostNanos();
  }

  /**
   * Judges one tick. A tilt that is not a number cannot be judged, so it ends the episode too.
   *
   * @param state Not modified.
   */
  public Verdict judge(RobotState state) {
    if (!state.connected) {
      return new Verdict.StopMotors(
          new EpisodeEnd.Truncation(EpisodeEnd.Truncation.Reason.LINK_LOST));
    }
    if (!Double.isFinite(state.rollRad) || !Double.isFinite(state.pitchRad)) {
      return new Verdict.EndEpisode(
          new EpisodeEnd.Truncation(EpisodeEnd.Truncation.Reason.SENSOR_INVALID));
    }
    if (Math.abs(state.rollRad) > limits.tiltRad() || Math.abs(state.pitchRad) > limits.tiltRad()) {
      return new Verdict.EndEpisode(
          new EpisodeEnd.Termination(new Fall(state.rollRad, state.pitchRad)));
    }
    return Verdict.CONTINUE;
  }

  /**
   * Judges where the trunk is seen at one tick. A place that is not known is within the lane; for
   * how long it may be unknown is limited too.
   *
   * @param track Not modified.
   */
  public Verdict judge(Track track) {
    if (track.unknownNanos >= lostNanos) {
      return new Verdict.EndEpisode(
          new EpisodeEnd.Truncation(EpisodeEnd.Truncation.Reason.MOCAP_LOST));
    }
    if (track.xMetres < trackLimits.backMetres()
        || track.xMetres > trackLimits.frontMetres()
        || Math.abs(track.yMetres) > trackLimits.sideMetres()) {
      return new Verdict.EndEpisode(
          new EpisodeEnd.Truncation(EpisodeEnd.Truncation.Reason.OUT_OF_LANE));
    }
    return Verdict.CONTINUE;
  }
}
