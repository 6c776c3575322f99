package minitaur.controller.train;

/**
 * Parameters of a policy, passed from the learner to the robot.
 *
 * @param id number of gradient steps that produced them
 * @param values in the order of {@link minitaur.controller.learn.PolicySpec}; not modified while a
 *     policy uses them
 */
public record PolicyParameters(long id, float[] values) {
  /** A copy with its own array. */
  PolicyParameters copy() {
    return new PolicyParameters(id, values.clone());
  }
}
