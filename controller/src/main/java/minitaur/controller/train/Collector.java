package minitaur.controller.train;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import minitaur.controller.episode.EpisodeObserver;
import minitaur.controller.episode.TransitionSink;
import minitaur.controller.learn.policy.Policy;
import minitaur.controller.lifecycle.EpisodeLifecycle;
import minitaur.controller.robot.RobotSession;
import minitaur.controller.settings.ControllerConfig;

/** Runs training episodes and the phases between them on one thread. */
final class Collector {
  private final BehaviorPolicies policies;
  private final RobotSession session;
  private final EpisodeLifecycle lifecycle;
  private final long stepLimit;
  private final StepTiming timing;
  private byte[] behaviorState = new byte[0];

  /**
   * Collects on a robot, up to the configured number of environment steps.
   *
   * @param sink receives the transitions
   * @param recording records the episodes
   */
  Collector(
      ControllerConfig config,
      RunContext context,
      BehaviorPolicies policies,
      TransitionSink sink,
      EpisodeObserver recording) {
    this.policies = policies;
    session = context.session();
    stepLimit = config.run().steps();
    timing = new StepTiming(session.clock(), config.task().timing().stepNanos());
    EpisodeObserver noteWriter =
        new EpisodeObserver() {
          @Override
          public void begin(int episode, long startNanos) {
            session.note(EpisodeNote.begin(episode, policies.actingId(), behaviorState).text());
          }
        };
    lifecycle =
        context.lifecycle(config, this::fetchPolicy, sink, List.of(noteWriter, timing, recording));
  }

  /** Advances by at most one environment step. */
  EpisodeLifecycle.Outcome advance() {
    if (isAtLimit()) {
      lifecycle.endEpisode();
    }
    EpisodeLifecycle.Outcome outcome = lifecycle.advance();
    switch (outcome) {
      case STEP -> policies.countStep();
      case EPISODE_ENDED -> session.note(EpisodeNote.end(lifecycle.summary()).text());
      case WAITED -> {}
    }
    return outcome;
  }

  /** Whether the configured number of environment steps has been taken. */
  boolean isAtLimit() {
    return steps() >= stepLimit;
  }

  EpisodeLifecycle lifecycle() {
    return lifecycle;
  }

  /** Latency of the commands, human-readable. Thread-safe. */
  String describeTiming() {
    return timing.describe();
  }

  /** Environment steps taken. Thread-safe. */
  long steps() {
    return policies.steps();
  }

  /**
   * Writes the state that the next episode depends on, except the learner; between episodes only.
   */
  void save(DataOutput out) throws IOException {
    policies.save(out);
    session.save(out);
    lifecycle.save(out);
  }

  /** Reads the state that {@link #save} wrote. */
  void restore(DataInput in) throws IOException {
    policies.restore(in);
    session.restore(in);
    lifecycle.restore(in);
  }

  /** Fetches the policy of the next episode and stores the state of the policies for the record. */
  private Policy fetchPolicy() {
    behaviorState = Checkpoint.bytes(policies::save);
    return policies.get();
  }
}
