package minitaur.controller.episode;

/**
 * How episodes run in time.
 *
 * @param rateHz control steps a second. Default 50 (Haarnoja et al. 2019, arXiv 1812.11103)
 * @param maximumSteps steps after which an episode is cut short. Default 500 (Haarnoja et al. 2018,
 *     arXiv 1812.05905, section 7.2)
 * @param poseWaitSeconds how long to wait after an episode for poses that are still on their way.
 *     Default 0.05, several times the delay of a motion-capture system
 */
public record EpisodeTiming(double rateHz, int maximumSteps, double poseWaitSeconds) {
  /** Checks every number. */
  public EpisodeTiming {
    if (!(rateHz >= 1 && rateHz <= 1000)) {
      throw new IllegalArgumentException("rateHz is " + rateHz + "; allowed is 1 .. 1000");
    }
    if (maximumSteps < 1 || maximumSteps > 1_000_000) {
      throw new IllegalArgumentException(
          "maximumSteps is " + maximumSteps + "; allowed is 1 .. 1000000");
    }
    if (!(poseWaitSeconds >= 0 && poseWaitSeconds <= 10)) {
      throw new IllegalArgumentException(
          "poseWaitSeconds is " + poseWaitSeconds + "; allowed is 0 .. 10");
    }
  }

  /** The task's defaults. */
  public static EpisodeTiming nominal() {
    return new EpisodeTiming(50, 500, 0.05);
  }

  /** Time between two control steps. */
  public long stepNanos() {
    return Math.round(1e9 / rateHz);
  }

  /** {@link #poseWaitSeconds()} in the clock's unit. */
  public long poseWaitNanos() {
    return Math.round(1e9 * poseWaitSeconds);
  }
}
