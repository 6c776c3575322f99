package minitaur.controller.task.reward;

import static minitaur.hal.settings.InvalidSettingException.requireBetween;

import minitaur.controller.task.ObservationLayout;
import minitaur.controller.task.PhysicalLimits;
import minitaur.hal.Leg;
import minitaur.hal.leg.FiveBarLeg;
import minitaur.hal.settings.Setting;

/**
 * Penalizes front legs tucked under the body: - weight sum over the two front legs of max(0, -swing
 * - threshold), with the measured swing. A front foot behind its hip has a negative swing.
 */
public record FrontLegFoldTerm(
    @Setting(
            doc = "Weight of front legs tucked under the body, which is subtracted.",
            unit = "per rad",
            source = "Haarnoja et al. 2019, arXiv 1812.11103")
        double frontLegFold,
    @Setting(
            doc = "A front leg counts as tucked when its swing is below minus this value.",
            unit = "rad",
            source = "Haarnoja et al. 2019, arXiv 1812.11103")
        double frontLegFoldThreshold)
    implements RewardTerm {
  /** Checks weight and threshold. */
  public FrontLegFoldTerm {
    requireBetween("frontLegFold", frontLegFold, 0, MAX_WEIGHT);
    requireBetween("frontLegFoldThreshold", frontLegFoldThreshold, 0, 1.5);
  }

  @Override
  public String name() {
    return "front_leg_fold";
  }

  @Override
  public double min() {
    return -2 * frontLegFold * PhysicalLimits.MAX_MOTOR_ANGLE;
  }

  @Override
  public double max() {
    return 0;
  }

  @Override
  public double value(StepOutcome step) {
    return -frontLegFold
        * (fold(Leg.FRONT_LEFT, step.nextObservation)
            + fold(Leg.FRONT_RIGHT, step.nextObservation));
  }

  private double fold(Leg leg, float[] observation) {
    double rear = observation[ObservationLayout.MOTOR_ANGLES + leg.rear().ordinal()];
    double front = observation[ObservationLayout.MOTOR_ANGLES + leg.front().ordinal()];
    return Math.max(0, -FiveBarLeg.swing(rear, front) - frontLegFoldThreshold);
  }
}
