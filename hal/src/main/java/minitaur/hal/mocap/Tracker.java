package minitaur.hal.mocap;

/** Estimates position and velocity of the trunk, and reports when they are unknown. */
public interface Tracker {
  /**
   * Placeholder for an absent tracker: the velocity never counts as lost and the position is always
   * unknown.
   */
  Tracker ABSENT =
      (nowNanos, track) -> {
        track.velocityUnknownNanos = 0;
        track.xMetres = Double.NaN;
        track.yMetres = Double.NaN;
        track.zMetres = Double.NaN;
        track.xMetresPerSec = Double.NaN;
        track.yMetresPerSec = Double.NaN;
        track.zMetresPerSec = Double.NaN;
      };

  /**
   * Fills {@code track} with the newest estimate. Never blocks, never allocates.
   *
   * @param nowNanos current time, on the clock of the poses
   * @param track Modified.
   */
  void read(long nowNanos, Track track);
}
