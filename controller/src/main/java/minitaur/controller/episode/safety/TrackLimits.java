package minitaur.controller.episode.safety;

/**
 * What the supervisor tolerates of where the trunk is seen, in the lane's frame.
 *
 * @param lostSeconds how long the trunk's velocity may be unknown. Default 0.4: long enough for
 *     markers that are covered in passing, short enough to stop before a lane's end
 * @param backMetres least place along the lane. Default: no limit
 * @param frontMetres greatest place along the lane. Default: no limit
 * @param sideMetres greatest distance from the lane's middle, to either side. Default: no limit
 */
public record TrackLimits(
    double lostSeconds, double backMetres, double frontMetres, double sideMetres) {
  /** Checks every number. */
  public TrackLimits {
    if (!(lostSeconds > 0 && lostSeconds <= 10)) {
      throw new IllegalArgumentException(
          "lostSeconds is " + lostSeconds + "; allowed is above 0 up to 10");
    }
    if (!(backMetres < frontMetres)) {
      throw new IllegalArgumentException(
          "backMetres is %s and frontMetres is %s; the front must lie before the back"
              .formatted(backMetres, frontMetres));
    }
    if (!(sideMetres > 0)) {
      throw new IllegalArgumentException("sideMetres is " + sideMetres + "; allowed is above 0");
    }
  }

  /** The task's defaults, with a lane without end. */
  public static TrackLimits nominal() {
    return new TrackLimits(
        0.4, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  /** These limits with a lane. */
  public TrackLimits withLane(double backMetres, double frontMetres, double sideMetres) {
    return new TrackLimits(lostSeconds, backMetres, frontMetres, sideMetres);
  }

  /** {@link #lostSeconds()} in the clock's unit. */
  public long lostNanos() {
    return Math.round(1e9 * lostSeconds);
  }
}
