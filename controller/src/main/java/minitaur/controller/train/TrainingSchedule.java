package minitaur.controller.train;

import minitaur.controller.run.RunSettings;
import minitaur.controller.settings.ControllerConfig;

/** Schedule of learning, evaluations and checkpoints, in environment steps and gradient steps. */
final class TrainingSchedule {
  /** Environment steps after which evaluations of the robot are rarer by {@link #LATE_FACTOR}. */
  private static final int EARLY_STEPS = 20_000;

  private static final int LATE_FACTOR = 5;

  private final RunSettings run;
  private final int randomSteps;
  private final double updatesPerStep;
  private final int updatesPerPolicy;
  private final int updatesAhead;
  private final int policySteps;
  private final long remoteBacklog;
  private final boolean remote;
  private final boolean checkpointEveryEpisode;
  private final int lateFactor;

  /**
   * The schedule of a configuration.
   *
   * @param remote whether episodes are collected by another process
   */
  TrainingSchedule(ControllerConfig config, boolean remote) {
    this.remote = remote;
    run = config.run();
    randomSteps = config.learner().randomSteps();
    updatesPerStep = config.learner().updatesPerStep();
    updatesPerPolicy = config.remote().updatesPerPolicy();
    updatesAhead = remote ? config.remote().updatesAhead() : 0;
    int maxBacklog = config.remote().maxUpdateBacklog();
    remoteBacklog = maxBacklog == 0 ? Long.MAX_VALUE : maxBacklog;
    boolean external = config.environment().isExternal();
    int configured = config.learner().policySteps();
    policySteps = remote || config.robot().isSerial() ? 0 : Math.max(external ? 1 : 0, configured);
    lateFactor = external ? 1 : LATE_FACTOR;
    checkpointEveryEpisode = config.robot().isSerial() && !remote;
  }

  /** Whether each environment step is followed by all its gradient steps. */
  boolean isLockStep() {
    return run.mode() == RunSettings.Mode.LOCK_STEP;
  }

  /** Environment steps of the whole run. */
  long steps() {
    return run.steps();
  }

  /** Whether actions are uniformly random after {@code steps} (warm-up). */
  boolean isExploring(long steps) {
    return steps < randomSteps;
  }

  /** Whether gradient steps may be taken after {@code steps}. */
  boolean learnsAfter(long steps) {
    return steps > randomSteps;
  }

  /** Number of gradient steps scheduled for the environment steps up to {@code steps}. */
  long updatesFor(long steps) {
    return (long) (Math.max(0, steps - randomSteps) * updatesPerStep);
  }

  /** Gradient steps that may be taken before the environment steps that schedule them. */
  int updatesAhead() {
    return updatesAhead;
  }

  /**
   * Max number of pending gradient steps; beyond it the oldest are skipped. Unlimited in lock-step
   * mode. Complete episodes add all of their gradient steps at once and have a separate limit.
   */
  long maxPendingUpdates() {
    if (isLockStep()) {
      return Long.MAX_VALUE;
    }
    return remote ? remoteBacklog : run.maxUpdateBacklog();
  }

  /** Gradient steps between two published policies, outside of lock-step mode. */
  int updatesPerPolicy() {
    return updatesPerPolicy;
  }

  /**
   * Environment steps that a policy acts for before the newest one replaces it; 0 for a whole
   * episode, as the record of a real robot and the collector of a remote trainer support one policy
   * per episode. An external environment always gets new policies within the episode, as in the
   * published results: its episodes may be long.
   */
  int policySteps() {
    return policySteps;
  }

  /** Whether an evaluation is scheduled after {@code from}, up to and including {@code to}. */
  boolean evaluatesBetween(long from, long to) {
    return evaluations(to) > evaluations(from) && to < run.steps();
  }

  private long evaluations(long steps) {
    long interval = run.evaluationInterval();
    long early = Math.min(steps, EARLY_STEPS);
    return early / interval + (steps - early) / (lateFactor * interval);
  }

  /** Whether a checkpoint is scheduled at {@code steps}, given the last one. */
  boolean isCheckpointScheduled(long steps, long lastSteps, boolean episodeEnded) {
    return steps - lastSteps >= run.checkpointInterval()
        || (checkpointEveryEpisode && episodeEnded);
  }
}
