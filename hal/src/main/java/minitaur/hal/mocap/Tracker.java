package minitaur.hal.mocap;

/** Says how the trunk moves and, honestly, when that is not known. */
public interface Tracker {
  /** There is no tracker: its velocity never counts as lost and its position is never known. */
  Tracker ABSENT =
      (nowNanos, track) -> {
        track.unknownNanos = 0;
        track.xMetres = Double.NaN;
        track.yMetres = Double.NaN;
        track.zMetres = Double.NaN;
        track.xMetresPerSec = Double.NaN;
        track.yMetresPerSec = Double.NaN;
        track.zMetresPerSec = Double.NaN;
      };

  /**
   * Fills {@code track} with the newest that is known. Never blocks, never allocates.
   *
   * @param nowNanos now, in the time of the poses
   * @param track Modified.
   */
  void read(long nowNanos, Track track);
}
