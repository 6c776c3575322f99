package minitaur.controller.task.reward;

import minitaur.controller.task.ObservationLayout;
import minitaur.hal.Leg;
import minitaur.hal.leg.FiveBarLeg;

/**
 * Punishes front legs folded back under the body: - weight sum over the two front legs of max(0,
 * -swing - threshold), with the swing that was measured. A front foot behind its hip has swing
 * below zero.
 */
public final class FrontLegFoldTerm {
  private final double weight;
  private final double threshold;

  /** A term of {@code weight} per rad of backward swing beyond {@code threshold} rad. */
  public FrontLegFoldTerm(double weight, double threshold) {
    this.weight = weight;
    this.threshold = threshold;
  }

  /**
   * The term's part of the reward.
   *
   * @param nextObservation {@code [12]} after the step. Not modified.
   */
  public double value(float[] nextObservation) {
    return -weight
        * (fold(Leg.FRONT_LEFT, nextObservation) + fold(Leg.FRONT_RIGHT, nextObservation));
  }

  private double fold(Leg leg, float[] observation) {
    double rear = observation[ObservationLayout.MOTOR_ANGLES + leg.rear().ordinal()];
    double front = observation[ObservationLayout.MOTOR_ANGLES + leg.front().ordinal()];
    return Math.max(0, -FiveBarLeg.swing(rear, front) - threshold);
  }
}
