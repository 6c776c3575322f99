package minitaur.controller.train;

import java.util.List;
import java.util.Map;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.RewardTermReturns;
import minitaur.controller.episode.gait.GaitMetric;
import minitaur.controller.episode.gait.GaitReport;
import minitaur.controller.run.ProgressRow;
import minitaur.hal.Text;

/**
 * Metrics of the evaluation episodes of a policy.
 *
 * @param episodes number of episodes
 * @param returns of the episodes
 * @param meanVelocityMetresPerSec mean over the episodes of their mean forward velocities
 * @param falls number of episodes that ended with a fall
 * @param energyJoulesPerMetre total electrical energy divided by total distance; NaN without
 *     forward motion
 * @param gait power, heat, torque, smoothness and stride
 * @param rewardTerms mean return of each reward term by name; empty if unknown
 */
public record EvaluationResult(
    int episodes,
    Returns returns,
    double meanVelocityMetresPerSec,
    int falls,
    double energyJoulesPerMetre,
    GaitReport gait,
    Map<String, Double> rewardTerms) {
  /** Mean, min and max return. */
  public record Returns(double mean, double min, double max) {}

  /** No evaluation: every metric is NaN. */
  static final EvaluationResult NONE =
      new EvaluationResult(
          0,
          new Returns(Double.NaN, Double.NaN, Double.NaN),
          Double.NaN,
          0,
          Double.NaN,
          GaitReport.empty(),
          new RewardTermReturns().means());

  /** The result of episodes whose reward terms were not observed. */
  static EvaluationResult of(List<EpisodeSummary> summaries, GaitReport gait) {
    return of(summaries, gait, NONE.rewardTerms);
  }

  /**
   * The result of episodes.
   *
   * @param summaries at least one. Not modified.
   * @param gait metrics of the same episodes
   * @param rewardTerms mean return of each reward term in the same episodes
   */
  static EvaluationResult of(
      List<EpisodeSummary> summaries, GaitReport gait, Map<String, Double> rewardTerms) {
    double sum = 0;
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    double velocity = 0;
    double distance = 0;
    double energy = 0;
    int falls = 0;
    for (EpisodeSummary summary : summaries) {
      sum += summary.episodeReturn();
      min = Math.min(min, summary.episodeReturn());
      max = Math.max(max, summary.episodeReturn());
      velocity += summary.meanForwardVelocityMetresPerSec();
      distance += summary.distanceMetres();
      energy += summary.energyJoules();
      falls += summary.fell() ? 1 : 0;
    }
    int episodes = summaries.size();
    return new EvaluationResult(
        episodes,
        new Returns(sum / episodes, min, max),
        velocity / episodes,
        falls,
        distance > 0 ? energy / distance : Double.NaN,
        gait,
        rewardTerms);
  }

  public double meanReturn() {
    return returns.mean;
  }

  /**
   * Whether this policy is preferred to another: fewer falls, then higher return.
   *
   * @param tolerance fraction of the other's return by which this one's may be lower; ignored if
   *     only the other one walks
   */
  boolean isBetterThan(EvaluationResult other, double tolerance) {
    if (falls != other.falls) {
      return falls < other.falls;
    }
    return returns.mean > other.returns.mean
        || (returns.mean > lowest(other.returns.mean, tolerance) && (walks() || !other.walks()));
  }

  /** The return that is lower than another by a fraction of it. */
  static double lowest(double meanReturn, double tolerance) {
    return meanReturn - tolerance * Math.abs(meanReturn);
  }

  /** Whether the policy walks: fast enough, and no episode ended by a fall. */
  public boolean walks() {
    return falls == 0 && meanVelocityMetresPerSec >= ProgressRow.WALKING_METRES_PER_SEC;
  }

  /** Whether the policy walks, and for how long before a motor overheats; human-readable. */
  public String describeWalking() {
    double seconds = gait.value(GaitMetric.TIME_TO_LIMIT);
    if (!walks()) {
      return "no";
    }
    if (Double.isNaN(seconds)) {
      return "yes";
    }
    return gait.isSustainable() ? "yes, sustainable" : Text.of("yes, for %.0f s", seconds);
  }
}
