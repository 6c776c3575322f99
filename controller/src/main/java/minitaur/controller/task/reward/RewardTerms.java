package minitaur.controller.task.reward;

/**
 * What one step earned, term by term: weighted and signed, so that they add up to the reward. A
 * mutable structure that its owner allocates once.
 */
public final class RewardTerms {
  /** From moving forward; above zero when the robot moves forward. */
  public double forwardVelocity;

  /** From jerky actions; never above zero. */
  public double actionAcceleration;

  /** From a trunk that is not level; never above zero. */
  public double pitch;

  /** From front legs folded back under the body; never above zero. */
  public double frontLegFold;

  /** The reward: the sum of the terms. */
  public double total() {
    return forwardVelocity + actionAcceleration + pitch + frontLegFold;
  }

  /** Copies every value of {@code other}. */
  public void set(RewardTerms other) {
    forwardVelocity = other.forwardVelocity;
    actionAcceleration = other.actionAcceleration;
    pitch = other.pitch;
    frontLegFold = other.frontLegFold;
  }
}
