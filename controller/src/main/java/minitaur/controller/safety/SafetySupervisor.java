package minitaur.controller.safety;

import minitaur.controller.episode.EpisodeEnd;
import minitaur.controller.episode.Fall;
import minitaur.hal.RobotState;

/**
 * Judges each tick by the robot's state alone: the same state gets the same verdict. It can end an
 * episode and stop the motors, never allow what the robot's own guard forbids. Allocates nothing
 * while all is well.
 */
public final class SafetySupervisor {
  private final SafetyLimits limits;

  /** A supervisor that tolerates what {@code limits} say. */
  public SafetySupervisor(SafetyLimits limits) {
    this.limits = limits;
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
}
