package minitaur.controller.task.reward;

/**
 * The walking task's reward of one step: the sum of its terms. Allocates nothing after
 * construction.
 */
public final class RewardFunction {
  private final ForwardVelocityTerm forwardVelocity;
  private final ActionAccelerationTerm actionAcceleration;
  private final PitchTerm pitch;
  private final FrontLegFoldTerm frontLegFold;

  /** The reward with {@code weights}. */
  public RewardFunction(RewardWeights weights) {
    forwardVelocity =
        new ForwardVelocityTerm(weights.forwardVelocity(), weights.forwardVelocityLimit());
    actionAcceleration = new ActionAccelerationTerm(weights.actionAcceleration());
    pitch = new PitchTerm(weights.pitch());
    frontLegFold = new FrontLegFoldTerm(weights.frontLegFold(), weights.frontLegFoldThreshold());
  }

  /**
   * The reward of step t, and its parts.
   *
   * @param velocity forward velocity over the step, m/s
   * @param action {@code [8]} a[t]. Not modified.
   * @param previousAction {@code [8]} a[t-1], zero before the first. Not modified.
   * @param actionBeforePrevious {@code [8]} a[t-2], zero before the first. Not modified.
   * @param nextObservation {@code [12]} o[t+1]. Not modified.
   * @param terms the parts. Modified.
   * @return the sum of the parts
   */
  public double evaluate(
      double velocity,
      float[] action,
      float[] previousAction,
      float[] actionBeforePrevious,
      float[] nextObservation,
      RewardTerms terms) {
    terms.forwardVelocity = forwardVelocity.value(velocity);
    terms.actionAcceleration =
        actionAcceleration.value(action, previousAction, actionBeforePrevious);
    terms.pitch = pitch.value(nextObservation);
    terms.frontLegFold = frontLegFold.value(nextObservation);
    return terms.total();
  }
}
