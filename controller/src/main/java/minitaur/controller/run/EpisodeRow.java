package minitaur.controller.run;

import java.util.List;

/**
 * A row of episodes.csv: an episode of the training.
 *
 * @param episode number of the episode, from 0
 * @param endStep environment steps of the run when it ended
 * @param steps its own steps
 * @param episodeReturn sum of its rewards
 * @param meanVelocity mean forward velocity, m/s
 * @param distance forward displacement, m
 * @param end why it ended
 * @param dropped transitions that were not stored, for want of a pose
 * @param policyId the policy that acted
 * @param energyJoules electrical energy that the motors took
 * @param wallSeconds time since the run began, pauses between resumed parts left out
 */
public record EpisodeRow(
    long episode,
    long endStep,
    int steps,
    double episodeReturn,
    double meanVelocity,
    double distance,
    String end,
    int dropped,
    long policyId,
    double energyJoules,
    double wallSeconds) {

  /** The table's columns. */
  public static final List<String> COLUMNS =
      List.of(
          "episode",
          "end_step",
          "steps",
          "return",
          "mean_velocity",
          "distance",
          "end",
          "dropped",
          "policy_id",
          "energy_joules",
          "wall_seconds");

  /** The values in the order of {@link #COLUMNS}. */
  public List<Object> values() {
    return List.of(
        episode,
        endStep,
        steps,
        episodeReturn,
        meanVelocity,
        distance,
        end,
        dropped,
        policyId,
        energyJoules,
        wallSeconds);
  }
}
