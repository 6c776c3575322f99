package minitaur.controller.training;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.episode.EpisodeLoop;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.TransitionSink;
import minitaur.controller.life.EpisodeLife;
import minitaur.controller.life.LifeSettings;
import minitaur.controller.operator.OperatorCounts;
import minitaur.controller.rig.EpisodeLoops;
import minitaur.controller.rig.Rig;

/** Runs one training episode after the other, with what lies between them, on one thread. */
final class Collector {
  private final BehaviourPolicies policies;
  private final Rig rig;
  private final EpisodeLife life;

  /**
   * Collects on a robot.
   *
   * @param sink where transitions go
   */
  Collector(
      ControllerConfig config,
      Surroundings surroundings,
      BehaviourPolicies policies,
      TransitionSink sink) {
    this.policies = policies;
    rig = surroundings.rig();
    EpisodeLoop loop = EpisodeLoops.on(rig, config, policies, sink);
    loop.observe(surroundings.watching());
    life =
        new EpisodeLife(
            rig,
            loop,
            EpisodeLoops.supervisor(rig, config),
            LifeSettings.of(config, rig),
            surroundings.desk(),
            surroundings.whileWaiting());
  }

  /** Does the next thing there is to do, up to one environment step. */
  EpisodeLife.Outcome advance() {
    EpisodeLife.Outcome outcome = life.advance();
    if (outcome == EpisodeLife.Outcome.STEP) {
      policies.countStep();
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
}
