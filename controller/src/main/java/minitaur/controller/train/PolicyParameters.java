package minitaur.controller.train;

/**
 * A policy's parameters on their way from the learner to the robot.
 *
 * @param id the number of gradient steps that made them
 * @param values in the order of {@link minitaur.controller.learn.PolicySpec}; not modified while
 *     somebody acts by them
 */
public record PolicyParameters(long id, float[] values) {
  /** The same numbers in an array of their own. */
  PolicyParameters copy() {
    return new PolicyParameters(id, values.clone());
  }
}
