package minitaur.controller.episode;

import minitaur.controller.episode.safety.EpisodeEnd;

/**
 * Result of an episode.
 *
 * @param index index of the episode in its run
 * @param steps control steps taken
 * @param rewards of its steps
 * @param motion of the robot
 * @param end why it ended
 * @param policyId id of the acting policy
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
   * @param meanForwardVelocityMetresPerSec distance divided by duration
   * @param distanceMetres along the x axis of the lane
   * @param energyJoules electrical energy used by the motors; NaN if the robot cannot measure it
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

  /** Distance divided by duration. */
  public double meanForwardVelocityMetresPerSec() {
    return motion.meanForwardVelocityMetresPerSec;
  }

  /** Distance along the x axis of the lane. */
  public double distanceMetres() {
    return motion.distanceMetres;
  }

  /** Electrical energy used by the motors; NaN if the robot cannot measure it. */
  public double energyJoules() {
    return motion.energyJoules;
  }

  /** Whether the episode ended with a fall. */
  public boolean fell() {
    return end instanceof EpisodeEnd.Termination;
  }

  /** How the episode ended, human-readable. */
  public String describeEnd() {
    return end.describe(steps);
  }

  /** How the episode ended, as a sentence without the final period. */
  public String explainEnd() {
    return end.sentence(steps);
  }
}
