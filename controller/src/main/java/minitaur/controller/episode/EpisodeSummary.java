package minitaur.controller.episode;

import minitaur.controller.episode.safety.EpisodeEnd;

/**
 * What became of an episode.
 *
 * @param index which episode of its run
 * @param steps control steps taken
 * @param episodeReturn sum of the rewards, undiscounted
 * @param meanForwardVelocityMetresPerSec distance divided by the time it took
 * @param distanceMetres way along the lane's x
 * @param end why it ended
 * @param droppedTransitions steps whose reward could not be computed
 * @param policyId which policy acted
 * @param energyJoules electrical energy taken by the motors; NaN when the robot cannot measure it
 */
public record EpisodeSummary(
    int index,
    int steps,
    double episodeReturn,
    double meanForwardVelocityMetresPerSec,
    double distanceMetres,
    EpisodeEnd end,
    int droppedTransitions,
    long policyId,
    double energyJoules) {
  /** Whether the episode ended with a fall. */
  public boolean fell() {
    return end instanceof EpisodeEnd.Termination;
  }

  /** How the episode ended, for people. */
  public String describeEnd() {
    return end.describe(steps);
  }
}
