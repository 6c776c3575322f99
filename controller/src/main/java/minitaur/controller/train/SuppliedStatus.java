package minitaur.controller.train;

/**
 * Where a training on supplied episodes is.
 *
 * @param steps environment steps that were taken over
 * @param wantedSteps environment steps that it ends with
 * @param randomSteps environment steps that are to be explored uniformly before there is a policy
 * @param episodes that were taken over
 * @param updates gradient steps that were taken
 * @param updatesOwed gradient steps that the episodes have earned and that were not taken; below
 *     zero when the learner is ahead
 * @param policyId the newest policy that was handed out
 * @param finished whether it has come to its end
 */
public record SuppliedStatus(
    long steps,
    long wantedSteps,
    int randomSteps,
    long episodes,
    long updates,
    long updatesOwed,
    long policyId,
    boolean finished) {
  /** Whether episodes shall still be explored uniformly. */
  public boolean isExploring() {
    return steps < randomSteps;
  }
}
