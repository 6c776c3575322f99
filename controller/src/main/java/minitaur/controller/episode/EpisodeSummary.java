package minitaur.controller.episode;

import minitaur.controller.episode.safety.EpisodeEnd;

/**
 * The result of an episode.
 *
 * @param index which episode of its run
 * @param steps control steps taken
 * @param rewards of its steps
 * @param motion of the robot
 * @param end why it ended
 * @param policyId which policy acted
 */
public record EpisodeSummary(
    int index, int steps, Rewards rewards, Motion motion, EpisodeEnd end, long policyId) {
  /**
   * Rewards of an episode.
   *
   * @param sum of the rewards, undiscounted
   * @param dropped steps whose reward could not be computed
   */
  public record Rewards(double sum, int dropped) {}

  /**
   * Motion in an episode.
   *
   * @param meanForwardVelocityMetresPerSec distance divided by the time it took
   * @param distanceMetres along the lane's x
   * @param energyJoules electrical energy taken by the motors; NaN when the robot cannot measure it
   */
  public record Motion(
      double meanForwardVelocityMetresPerSec, double distanceMetres, double energyJoules) {}

  /** Sum of the rewards, undiscounted. */
  public double episodeReturn() {
    return rewards.sum;
  }

  /** Steps whose reward could not be computed. */
  public int droppedTransitions() {
    return rewards.dropped;
  }

  /** Distance divided by the time it took. */
  public double meanForwardVelocityMetresPerSec() {
    return motion.meanForwardVelocityMetresPerSec;
  }

  /** Distance along the lane's x. */
  public double distanceMetres() {
    return motion.distanceMetres;
  }

  /** Electrical energy taken by the motors; NaN when the robot cannot measure it. */
  public double energyJoules() {
    return motion.energyJoules;
  }

  /** Whether the episode ended with a fall. */
  public boolean fell() {
    return end instanceof EpisodeEnd.Termination;
  }

  /** How the episode ended, for people. */
  public String describeEnd() {
    return end.describe(steps);
  }

  /** The same as a sentence without its full stop. */
  public String explainEnd() {
    return end.sentence(steps);
  }
}
