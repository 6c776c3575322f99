package minitaur.controller.train;

import minitaur.controller.learn.LearnerSettings;
import minitaur.controller.run.RunSettings;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.settings.RemoteSettings;

/** Schedule of learning, evaluations and checkpoints, in environment steps and gradient steps. */
final class TrainingSchedule {
  /**
   * Environment steps after which the interval between evaluations of the robot is {@link
   * #LATE_FACTOR} times as long.
   */
  private static final int EARLY_STEPS = 20_000;

  private static final int LATE_FACTOR = 5;

  private final RunSettings run;
  private final LearnerSettings learner;
  private final RemoteSettings remoteSettings;
  private final boolean remote;
  private final boolean external;
  private final boolean serial;

  /**
   * Creates the schedule of a configuration.
   *
   * @param remote whether episodes are collected by another process
   */
  TrainingSchedule(ControllerConfig config, boolean remote) {
    this.remote = remote;
    run = config.run();
    learner = config.learner();
    remoteSettings = config.remote();
    external = config.environment().isExternal();
    serial = config.robot().isSerial();
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
    return steps < learner.randomSteps();
  }

  /** Whether gradient steps may be taken after {@code steps}. */
  boolean learnsAfter(long steps) {
    return steps > learner.randomSteps();
  }

  /** Number of gradient steps scheduled for the environment steps up to {@code steps}. */
  long updatesFor(long steps) {
    return (long) (Math.max(0, steps - learner.randomSteps()) * learner.updatesPerStep());
  }

  /** Gradient steps that may be taken before the environment steps that schedule them. */
  int updatesAhead() {
    return remote ? remoteSettings.updatesAhead() : 0;
  }

  /**
   * Max number of pending gradient steps; beyond this limit, the oldest are skipped. Unlimited in
   * lock-step mode. A remote collector sends complete episodes, each of which adds all of its
   * gradient steps at once, so remote collection has a separate limit.
   */
  long maxPendingUpdates() {
    if (isLockStep()) {
      return Long.MAX_VALUE;
    }
    int limit = remote ? remoteSettings.maxUpdateBacklog() : run.maxUpdateBacklog();
    return limit == 0 ? Long.MAX_VALUE : limit;
  }

  /** Gradient steps between two published policies, outside of lock-step mode. */
  int updatesPerPolicy() {
    return remoteSettings.updatesPerPolicy();
  }

  /**
   * Environment steps for which a policy acts before the newest policy replaces it; 0 for a whole
   * episode. It is 0 for a real robot and for remote collection, because the robot I/O log and the
   * collector support one policy per episode. An external environment always receives new policies
   * during an episode, as in the published results, because its episodes may be long.
   */
  int policySteps() {
    return remote || serial ? 0 : Math.max(external ? 1 : 0, learner.policySteps());
  }

  /** Whether an evaluation is scheduled after {@code from}, up to and including {@code to}. */
  boolean evaluatesBetween(long from, long to) {
    return evaluations(to) > evaluations(from) && to < run.steps();
  }

  private long evaluations(long steps) {
    long interval = run.evaluationInterval();
    long early = Math.min(steps, EARLY_STEPS);
    return early / interval + (steps - early) / ((external ? 1 : LATE_FACTOR) * interval);
  }

  /** Whether a checkpoint is scheduled at {@code steps}, given the last one. */
  boolean isCheckpointScheduled(long steps, long lastSteps, boolean episodeEnded) {
    return steps - lastSteps >= run.checkpointInterval() || (serial && !remote && episodeEnded);
  }
}
