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

/** Runs one training episode after the other, with what lies between them, on one thread. */
final class Collector {
  private final BehaviourPolicies policies;
  private final RobotSession session;
  private final EpisodeRunner runner;
  private final long stepLimit;
  private final StepTiming timing;
  private byte[] behaviour = new byte[0];

  /**
   * Collects on a robot, up to the configured number of environment steps.
   *
   * @param sink where transitions go
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
    EpisodeObserver noting =
        new EpisodeObserver() {
          @Override
          public void begin(int episode, long startNanos) {
            session.note(EpisodeNote.begin(episode, policies.actingId(), behaviour).text());
          }
        };
    runner =
        new EpisodeRunner(
            config, context, this::fetchPolicy, sink, List.of(noting, timing, recording));
  }

  /** Does the next thing there is to do, up to one environment step. */
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

  /** Ends the episode under way at its next step; from any thread. */
  void endEpisode() {
    runner.endEpisode();
  }

  /** How late commands were, for people. Any thread. */
  String describeTiming() {
    return timing.describe();
  }

  /** Lets no episode begin as long as {@code reason} returns one. */
  void waitWhile(Supplier<@Nullable String> reason) {
    runner.waitWhile(reason);
  }

  /** What became of the episode that ended last. */
  EpisodeSummary summary() {
    return runner.summary();
  }

  /** What the run has cost so far. */
  OperatorCounts counts() {
    return runner.counts();
  }

  /** Whether an episode is under way. */
  boolean isInEpisode() {
    return runner.isInEpisode();
  }

  /** Environment steps taken; from any thread. */
  long steps() {
    return policies.steps();
  }

  /** The run is over, and why. */
  void finish(String why) {
    runner.finish(why);
  }

  /** Writes everything that the next episode depends on but the learner; between episodes only. */
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

  /** Reads what {@link #save} wrote. */
  void restore(DataInput in) throws IOException {
    policies.restore(in);
    runner.restore(in);
  }

  /** Who acts in the next episode; keeps what that is decided by, for the record. */
  private Policy fetchPolicy() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      policies.save(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    behaviour = bytes.toByteArray();
    return policies.get();
  }
}
