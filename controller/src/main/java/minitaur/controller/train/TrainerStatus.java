package minitaur.controller.train;

/**
 * Progress of a training.
 *
 * @param steps environment steps that were taken
 * @param isExploring whether episodes are still explored with uniform random actions
 * @param episodes that ended
 * @param updates gradient steps that were taken
 * @param updatesPending gradient steps that the schedule asks for and that were not taken; below
 *     zero when the learner is ahead
 * @param policyId the newest policy that was published
 * @param finished whether the training is complete
 */
public record TrainerStatus(
    long steps,
    boolean isExploring,
    long episodes,
    long updates,
    long updatesPending,
    long policyId,
    boolean finished) {}
