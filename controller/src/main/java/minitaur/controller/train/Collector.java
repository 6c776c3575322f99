package minitaur.controller.train;

import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Supplier;
import minitaur.controller.episode.EpisodeObserver;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.TransitionSink;
import minitaur.controller.learn.policy.Policy;
import minitaur.controller.lifecycle.EpisodeLifecycle;
import minitaur.controller.operator.OperatorCounts;
import minitaur.controller.robot.RobotSession;
import minitaur.controller.settings.ControllerConfig;
import org.jspecify.annotations.Nullable;

/** Runs training episodes and the phases between them on one thread. */
final class Collector {
  private final BehaviourPolicies policies;
  private final RobotSession session;
  private final EpisodeRunner runner;
  private final long stepLimit;
  private final StepTiming timing;
  private byte[] behaviourState = new byte[0];

  /**
   * Collects on a robot, up to the configured number of environment steps.
   *
   * @param sink receives the transitions
   * @param recording records the episodes
   */
  Collector(
      ControllerConfig config,
      RunContext context,
      BehaviourPolicies policies,
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
            session.note(EpisodeNote.begin(episode, policies.actingId(), behaviourState).text());
          }
        };
    runner =
        new EpisodeRunner(
            config, context, this::fetchPolicy, sink, List.of(noteWriter, timing, recording));
  }

  /** Advances by at most one environment step. */
  EpisodeLifecycle.Outcome advance() {
    if (isAtLimit()) {
      endEpisode();
    }
    EpisodeLifecycle.Outcome outcome = runner.advance();
    switch (outcome) {
      case STEP -> policies.countStep();
      case EPISODE_ENDED -> session.note(EpisodeNote.end(runner.summary()).text());
      case WAITED -> {}
    }
    return outcome;
  }

  /** Whether the configured number of environment steps has been taken. */
  boolean isAtLimit() {
    return steps() >= stepLimit;
  }

  /** Ends the current episode at its next step. Thread-safe. */
  void endEpisode() {
    runner.endEpisode();
  }

  /** Latency of the commands, human-readable. Thread-safe. */
  String describeTiming() {
    return timing.describe();
  }

  /** Prevents new episodes from starting while {@code reason} returns a reason. */
  void waitWhile(Supplier<@Nullable String> reason) {
    runner.waitWhile(reason);
  }

  /** The summary of the last episode that ended. */
  EpisodeSummary summary() {
    return runner.summary();
  }

  /** Episode, fall, reset and time totals of the run so far. */
  OperatorCounts counts() {
    return runner.counts();
  }

  /** Whether an episode is running. */
  boolean isInEpisode() {
    return runner.isInEpisode();
  }

  /** Environment steps taken. Thread-safe. */
  long steps() {
    return policies.steps();
  }

  /** Ends the run for the given reason. */
  void finish(String reason) {
    runner.finish(reason);
  }

  /**
   * Writes the state that the next episode depends on, except the learner; between episodes only.
   */
  void save(DataOutput out) throws IOException {
    policies.save(out);
    runner.save(out);
  }

  /** What {@link #save} writes. */
  byte[] state() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      save(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Reads the state that {@link #save} wrote. */
  void restore(DataInput in) throws IOException {
    policies.restore(in);
    runner.restore(in);
  }

  /** Fetches the policy of the next episode and stores the state of the policies for the record. */
  private Policy fetchPolicy() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      policies.save(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    behaviourState = bytes.toByteArray();
    return policies.get();
  }
}
