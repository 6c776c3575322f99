package minitaur.controller.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import minitaur.controller.episode.EpisodeSummary;
import minitaur.controller.episode.gait.GaitReport;
import minitaur.controller.episode.safety.EpisodeEnd;
import minitaur.controller.episode.safety.EpisodeEnd.Truncation;
import minitaur.controller.external.EnvironmentProcess;
import minitaur.controller.learn.EnvironmentSpec;
import minitaur.controller.learn.policy.Policy;
import minitaur.hal.random.RandomStream;

/** Evaluates policies in an external environment, with the same episode seeds each time. */
final class ExternalEvaluation {
  private final EnvironmentProcess environment;
  private final EnvironmentSpec spec;
  private final int episodes;
  private final long seed;

  /**
   * @param environments not closed
   * @param seed seed of the random stream that draws the episode seeds
   */
  ExternalEvaluation(ExternalEnvironments environments, long seed) {
    environment = environments.evaluation();
    spec = environments.spec();
    episodes = environments.evaluationEpisodes();
    this.seed = seed;
  }

  /** Runs all episodes in parallel environments. */
  EvaluationResult run(Policy policy) {
    RandomStream seeds = RandomStream.of(seed, "environment.evaluation");
    float[][] states = new float[episodes][spec.stateSize()];
    float[] action = new float[spec.actionSize()];
    float[] actions = new float[episodes * spec.actionSize()];
    double[] returns = new double[episodes];
    EpisodeSummary[] summaries = new EpisodeSummary[episodes];
    for (int i = 0; i < episodes; i++) {
      environment.reset(i, seeds.nextLong() >>> Integer.SIZE, states[i]);
    }
    int running = episodes;
    for (int step = 1; running > 0; step++) {
      for (int i = 0; i < episodes; i++) {
        if (summaries[i] == null) {
          policy.act(states[i], action);
          System.arraycopy(action, 0, actions, i * action.length, action.length);
        }
      }
      environment.step(actions);
      for (int i = 0; i < episodes; i++) {
        if (summaries[i] != null) {
          continue;
        }
        environment.copyObservation(i, states[i]);
        returns[i] += environment.reward(i);
        boolean terminated = environment.isTerminated(i);
        if (terminated || environment.isTruncated(i) || step >= spec.horizonSteps()) {
          EpisodeEnd end =
              terminated
                  ? new EpisodeEnd.EnvironmentTermination()
                  : new Truncation(Truncation.Reason.TIME_LIMIT);
          summaries[i] = summary(i, step, returns[i], end, policy.id());
          running--;
        }
      }
    }
    List<EpisodeSummary> all = new ArrayList<>(Arrays.asList(summaries));
    return EvaluationResult.of(all, GaitReport.empty());
  }

  /** Summary of an episode without the values that only the robot provides. */
  static EpisodeSummary summary(
      int index, int steps, double episodeReturn, EpisodeEnd end, long policyId) {
    return new EpisodeSummary(
        index,
        steps,
        new EpisodeSummary.Rewards(episodeReturn, 0),
        new EpisodeSummary.Motion(Double.NaN, Double.NaN, Double.NaN),
        end,
        policyId);
  }
}
