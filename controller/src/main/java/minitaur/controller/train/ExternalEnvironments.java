package minitaur.controller.train;

import minitaur.controller.external.EnvironmentProcess;
import minitaur.controller.external.EnvironmentSettings;
import minitaur.controller.learn.EnvironmentSpec;
import minitaur.controller.settings.ControllerConfig;

/**
 * Processes of an external environment.
 *
 * @param training runs one environment
 * @param evaluation runs one environment per evaluation episode
 * @param spec sizes and limits
 * @param evaluationEpisodes number of episodes per evaluation
 */
public record ExternalEnvironments(
    EnvironmentProcess training,
    EnvironmentProcess evaluation,
    EnvironmentSpec spec,
    int evaluationEpisodes)
    implements AutoCloseable {
  /**
   * Starts the configured environment.
   *
   * @throws minitaur.controller.external.EnvironmentException if it cannot be used
   */
  public static ExternalEnvironments start(ControllerConfig config) {
    EnvironmentSettings settings = config.environment();
    long seed = config.run().seed();
    int episodes = config.run().evaluationEpisodes();
    EnvironmentProcess training = EnvironmentProcess.start(settings, 1, seed);
    try {
      EnvironmentSpec spec = training.spec().forLearner(settings.maxEpisodeSteps());
      return new ExternalEnvironments(
          training, EnvironmentProcess.start(settings, episodes, seed), spec, episodes);
    } catch (RuntimeException e) {
      training.close();
      throw e;
    }
  }

  @Override
  public void close() {
    training.close();
    evaluation.close();
  }
}
