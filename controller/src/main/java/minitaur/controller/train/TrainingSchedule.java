package minitaur.controller.train;

import minitaur.controller.run.RunSettings;
import minitaur.controller.settings.ControllerConfig;

/** When a training learns, evaluates and saves, in environment steps and gradient steps. */
final class TrainingSchedule {
  /** Steps of the robot after which evaluations become rarer by {@link #LATE_FACTOR}. */
  private static final int EARLY_STEPS = 20_000;

  private static final int LATE_FACTOR = 5;

  private final RunSettings run;
  private final int randomSteps;
  private final double updatesPerStep;
  private final int updatesPerPolicy;
  private final int updatesAhead;
  private final int policySteps;
  private final long suppliedBacklog;
  private final boolean supplied;
  private final boolean everyEpisode;
  private final int lateFactor;

  /**
   * The schedule of a configuration.
   *
   * @param supplied whether episodes are collected by another process
   */
  TrainingSchedule(ControllerConfig config, boolean supplied) {
    this.supplied = supplied;
    run = config.run();
    randomSteps = config.learner().randomSteps();
    updatesPerStep = config.learner().updatesPerStep();
    updatesPerPolicy = config.remote().updatesPerPolicy();
    updatesAhead = supplied ? config.remote().updatesAhead() : 0;
    int cap = config.remote().maxUpdateBacklog();
    suppliedBacklog = cap == 0 ? Long.MAX_VALUE : cap;
    policySteps = supplied || config.robot().isSerial() ? 0 : config.learner().policySteps();
    lateFactor = config.environment().isExternal() ? 1 : LATE_FACTOR;
    everyEpisode = config.robot().isSerial() && !supplied;
  }

  /** Whether each environment step is followed by all its gradient steps. */
  boolean isLockStep() {
    return run.mode() == RunSettings.Mode.LOCK_STEP;
  }

  /** Environment steps of the whole run. */
  long steps() {
    return run.steps();
  }

  /** Whether episodes are explored with uniform random actions after {@code steps}. */
  boolean isExploring(long steps) {
    return steps < randomSteps;
  }

  /** Whether gradient steps may be taken after {@code steps}. */
  boolean learnsAfter(long steps) {
    return steps > randomSteps;
  }

  /** Gradient steps that the environment steps up to {@code steps} ask for. */
  long updatesFor(long steps) {
    return (long) (Math.max(0, steps - randomSteps) * updatesPerStep);
  }

  /** Gradient steps that may be taken before the environment steps that ask for them. */
  int updatesAhead() {
    return updatesAhead;
  }

  /**
   * Pending gradient steps beyond which the oldest are skipped. There is no limit in lock-step
   * mode. Whole episodes bring all of theirs at once and have a limit of their own.
   */
  long maxPendingUpdates() {
    if (isLockStep()) {
      return Long.MAX_VALUE;
    }
    return supplied ? suppliedBacklog : run.maxUpdateBacklog();
  }

  /** Gradient steps between two published policies, outside of lock-step mode. */
  int updatesPerPolicy() {
    return updatesPerPolicy;
  }

  /**
   * Environment steps that a policy acts for before the newest one replaces it; 0 for a whole
   * episode. The record of a real robot and the collector of a remote trainer know one policy per
   * episode.
   */
  int policySteps() {
    return policySteps;
  }

  /** Whether an evaluation is scheduled after {@code from} and not after {@code to}. */
  boolean evaluatesBetween(long from, long to) {
    return evaluations(to) > evaluations(from) && to < run.steps();
  }

  private long evaluations(long steps) {
    long interval = run.evaluationInterval();
    long early = Math.min(steps, EARLY_STEPS);
    return early / interval + (steps - early) / (lateFactor * interval);
  }

  /** Whether a checkpoint is scheduled at {@code steps}, given the last one. */
  boolean isCheckpointDue(long steps, long lastSteps, boolean episodeEnded) {
    return steps - lastSteps >= run.checkpointInterval() || (everyEpisode && episodeEnded);
  }
}
