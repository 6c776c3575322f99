package minitaur.controller.episode.safety;

import static minitaur.hal.settings.InvalidSettingException.requireBetween;

/**
 * Limits on the tracked pose of the trunk, enforced by the safety supervisor.
 *
 * @param lostSeconds max time for which the velocity of the trunk may be unknown. Default 0.4: long
 *     enough for briefly occluded markers, short enough to stop before the end of a lane
 * @param lane allowed area of the trunk
 */
public record TrackLimits(double lostSeconds, Lane lane) {
  /** Checks every value. */
  public TrackLimits {
    requireBetween("lostSeconds", lostSeconds, 0.001, 10);
  }

  /** The task's defaults, with a lane without limits. */
  public static TrackLimits nominal() {
    return new TrackLimits(0.4, Lane.unlimited());
  }

  /** These limits with another lane. */
  public TrackLimits with(Lane changed) {
    return new TrackLimits(lostSeconds, changed);
  }

  /** {@link #lostSeconds()} in ns. */
  public long lostNanos() {
    return Math.round(1e9 * lostSeconds);
  }
}
