package minitaur.controller.training;

/**
 * What deterministic episodes of a policy showed.
 *
 * @param episodes how many
 * @param meanReturn mean of their returns
 * @param minimumReturn smallest return
 * @param maximumReturn largest return
 * @param meanVelocityMetresPerSec mean of their mean forward velocities
 * @param falls how many ended with a fall
 * @param energyJoulesPerMetre electrical energy of all over the distance of all; NaN without
 *     forward motion
 */
public record EvaluationResult(
    int episodes,
    double meanReturn,
    double minimumReturn,
    double maximumReturn,
    double meanVelocityMetresPerSec,
    int falls,
    double energyJoulesPerMetre) {
  /**
   * Forward velocity from which a gait counts as walking: the paper's, 0.8 body lengths a second.
   */
  public static final double WALKING_METRES_PER_SEC = 0.32;

  /** Whether the policy walks: fast enough, and no episode ended by a fall. */
  public boolean walks() {
    return falls == 0 && meanVelocityMetresPerSec >= WALKING_METRES_PER_SEC;
  }
}
