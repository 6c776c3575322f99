package minitaur.controller.task.reward;

import minitaur.hal.FieldVisitor;
import minitaur.hal.Struct;

/** The reward of one step, term by term: weighted and signed, so that the terms add up to it. */
public final class RewardTerms extends Struct<RewardTerms> {
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

  @Override
  public <E extends Exception> void visit(FieldVisitor<E> v, RewardTerms other) throws E {
    forwardVelocity = v.number("forward_velocity", forwardVelocity, other.forwardVelocity);
    actionAcceleration =
        v.number("action_acceleration", actionAcceleration, other.actionAcceleration);
    pitch = v.number("pitch", pitch, other.pitch);
    frontLegFold = v.number("front_leg_fold", frontLegFold, other.frontLegFold);
  }

  @Override
  protected RewardTerms self() {
    return this;
  }
}
