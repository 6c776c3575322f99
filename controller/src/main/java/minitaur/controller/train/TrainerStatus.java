package minitaur.controller.train;

/**
 * Progress of a training run.
 *
 * @param steps environment steps taken
 * @param isExploring whether episodes still use uniform random actions (warm-up)
 * @param episodes number of episodes that ended
 * @param updates gradient steps taken
 * @param pendingUpdates scheduled gradient steps that were not yet taken; below zero when the
 *     learner is ahead
 * @param policyId id of the newest published policy
 * @param finished whether the training is complete
 */
public record TrainerStatus(
    long steps,
    boolean isExploring,
    long episodes,
    long updates,
    long pendingUpdates,
    long policyId,
    boolean finished) {}
