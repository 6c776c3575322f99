package minitaur.controller.training;

import minitaur.controller.config.ControllerConfig;
import minitaur.controller.episode.EpisodeLoop;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.Tick;
import minitaur.controller.episode.Transition;
import minitaur.controller.episode.TransitionSink;
import minitaur.controller.policy.Policy;
import minitaur.controller.rig.EpisodeLoops;
import minitaur.controller.rig.Rig;
import minitaur.controller.rig.SimulatedRig;

/**
 * Measures a policy by episodes on a fresh simulated robot; the same policy and seed give the same
 * bits.
 */
public final class Evaluation {
  static final TransitionSink NOWHERE =
      new TransitionSink() {
        @Override
        public void transition(Transition transition) {}

        @Override
        public void gap(Tick tick) {}

        @Override
        public void finalObservation(Tick tick) {}
      };

  private Evaluation() {}

  /**
   * Runs episodes.
   *
   * @param policy should be deterministic
   * @param seed of the simulator's random streams
   */
  public static EvaluationResult run(
      ControllerConfig config, Policy policy, int episodes, long seed) {
    Rig rig = new SimulatedRig(config, seed, false);
    EpisodeLoop loop = EpisodeLoops.on(rig, config, () -> policy, NOWHERE);
    double sum = 0;
    double minimum = Double.POSITIVE_INFINITY;
    double maximum = Double.NEGATIVE_INFINITY;
    double velocity = 0;
    double distance = 0;
    double energy = 0;
    int falls = 0;
    for (int episode = 0; episode < episodes; episode++) {
      rig.placeAtStart();
      EpisodeSummary summary = run(loop, episode);
      sum += summary.episodeReturn();
      minimum = Math.min(minimum, summary.episodeReturn());
      maximum = Math.max(maximum, summary.episodeReturn());
      velocity += summary.meanForwardVelocityMetresPerSec();
      distance += summary.distanceMetres();
      energy += summary.energyJoules();
      falls += summary.fell() ? 1 : 0;
    }
    return new EvaluationResult(
        episodes,
        sum / episodes,
        minimum,
        maximum,
        velocity / episodes,
        falls,
        distance > 0 ? energy / distance : Double.NaN);
  }

  private static EpisodeSummary run(EpisodeLoop loop, int episode) {
    loop.begin(episode);
    while (loop.tick()) {
      // The loop does it all.
    }
    return loop.finish();
  }
}
