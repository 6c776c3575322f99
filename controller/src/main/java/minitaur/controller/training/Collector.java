package minitaur.controller.training;

import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.episode.EpisodeLoop;
import minitaur.controller.episode.EpisodeObserver;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.TransitionSink;
import minitaur.controller.life.EpisodeLife;
import minitaur.controller.life.LifeSettings;
import minitaur.controller.operator.OperatorCounts;
import minitaur.controller.policy.Policy;
import minitaur.controller.rig.EpisodeLoops;
import minitaur.controller.rig.Rig;
import minitaur.controller.safety.EpisodeEnd.Truncation.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one training episode after the other, with what lies between them, on one thread. */
final class Collector {
  private static final Logger LOG = LoggerFactory.getLogger(Collector.class);

  private final BehaviourPolicies policies;
  private final Rig rig;
  private final EpisodeLoop loop;
  private final EpisodeLife life;
  private byte[] behaviour = new byte[0];

  /**
   * Collects on a robot.
   *
   * @param sink where transitions go
   * @param recording records the episodes
   */
  Collector(
      ControllerConfig config,
      Surroundings surroundings,
      BehaviourPolicies policies,
      TransitionSink sink,
      EpisodeObserver recording) {
    this.policies = policies;
    rig = surroundings.rig();
    loop = EpisodeLoops.on(rig, config, this::fetchPolicy, sink);
    EpisodeObserver noting =
        new EpisodeObserver() {
          @Override
          public void begin(int episode, long startNanos) {
            rig.note(EpisodeNote.begin(episode, policies.actingId(), behaviour).text());
          }
        };
    loop.observe(EpisodeObserver.all(List.of(noting, recording, surroundings.watching())));
    life =
        new EpisodeLife(
            rig,
            loop,
            EpisodeLoops.supervisor(rig, config),
            LifeSettings.of(config, rig),
            surroundings.desk(),
            surroundings.whileWaiting());
    life.observe(surroundings.watching());
  }

  /** Does the next thing there is to do, up to one environment step. */
  EpisodeLife.Outcome advance() {
    if (life.isInEpisode() && !rig.isArmed() && loop.end() == null) {
      LOG.warn("The robot does not follow any more: {}", rig.status());
      loop.requestEnd(Reason.ROBOT_STOPPED);
    }
    EpisodeLife.Outcome outcome = life.advance();
    switch (outcome) {
      case STEP -> policies.countStep();
      case EPISODE_ENDED -> rig.note(EpisodeNote.end(life.summary()).text());
      case WAITED -> {}
    }
    return outcome;
  }

  /** What became of the episode that ended last. */
  EpisodeSummary summary() {
    return life.summary();
  }

  /** What the run has cost so far. */
  OperatorCounts counts() {
    return life.counts();
  }

  /** Whether an episode is under way. */
  boolean isInEpisode() {
    return life.isInEpisode();
  }

  /** Environment steps taken; from any thread. */
  long steps() {
    return policies.steps();
  }

  /** The run is over, and why. */
  void finish(String why) {
    life.finish(why);
  }

  /** Writes everything that the next episode depends on but the learner; between episodes only. */
  void save(DataOutput out) throws IOException {
    policies.save(out);
    rig.save(out);
    life.save(out);
  }

  /** Reads what {@link #save} wrote. */
  void restore(DataInput in) throws IOException {
    policies.restore(in);
    rig.restore(in);
    life.restore(in);
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
