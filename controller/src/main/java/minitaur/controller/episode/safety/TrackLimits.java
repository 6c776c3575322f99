package minitaur.controller.episode.safety;

import static minitaur.hal.settings.InvalidSettingException.requireBetween;

/**
 * What the supervisor tolerates of the tracked pose of the trunk.
 *
 * @param lostSeconds how long the trunk's velocity may be unknown. Default 0.4: long enough for
 *     markers that are covered briefly, short enough to stop before the end of a lane
 * @param lane where the trunk may be
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

  /** These limits with a lane. */
  public TrackLimits with(Lane changed) {
    return new TrackLimits(lostSeconds, changed);
  }

  /** {@link #lostSeconds()} in the clock's unit. */
  public long lostNanos() {
    return Math.round(1e9 * lostSeconds);
  }
}
