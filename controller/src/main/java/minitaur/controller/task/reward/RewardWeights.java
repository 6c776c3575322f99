package minitaur.controller.task.reward;

/**
 * The numbers of the reward. The terms are those of Haarnoja et al. 2018 (arXiv 1812.05905),
 * section 7.2, which gives no values.
 *
 * @param forwardVelocity weight of the forward velocity, per m/s. Default 1.0 (Haarnoja et al.
 *     2019, arXiv 1812.11103)
 * @param forwardVelocityLimit magnitude, m/s, from which more velocity gives no more reward.
 *     Default 1.0 (the project's)
 * @param actionAcceleration weight of the mean absolute second difference of the actions. Default
 *     0.1 (PyBullet's Minitaur environments)
 * @param pitch weight of the absolute pitch, per rad. Default 0.5 (Haarnoja et al. 2019)
 * @param frontLegFold weight of folding the front legs back under the body, per rad. Default 1.0
 *     (Haarnoja et al. 2019)
 * @param frontLegFoldThreshold backward swing of a front leg that is still free, rad. Default 0.3
 *     (Haarnoja et al. 2019)
 */
public record RewardWeights(
    double forwardVelocity,
    double forwardVelocityLimit,
    double actionAcceleration,
    double pitch,
    double frontLegFold,
    double frontLegFoldThreshold) {
  /** Checks every number. */
  public RewardWeights {
    requireWeight("forwardVelocity", forwardVelocity);
    if (!(forwardVelocityLimit > 0 && forwardVelocityLimit < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "forwardVelocityLimit is "
              + forwardVelocityLimit
              + " m/s; it must be finite and above 0");
    }
    requireWeight("actionAcceleration", actionAcceleration);
    requireWeight("pitch", pitch);
    requireWeight("frontLegFold", frontLegFold);
    if (!(frontLegFoldThreshold >= 0 && frontLegFoldThreshold <= Math.PI / 2)) {
      throw new IllegalArgumentException(
          "frontLegFoldThreshold is " + frontLegFoldThreshold + " rad; allowed is 0 .. pi/2");
    }
  }

  private static void requireWeight(String name, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          name + " is " + value + "; a weight must be finite and at least 0 (signs are built in)");
    }
  }

  /** The task's defaults. */
  public static RewardWeights nominal() {
    return new RewardWeights(1.0, 1.0, 0.1, 0.5, 1.0, 0.3);
  }
}
