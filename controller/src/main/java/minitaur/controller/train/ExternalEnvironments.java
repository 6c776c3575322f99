package minitaur.controller.train;

import minitaur.controller.external.EnvironmentProcess;
import minitaur.controller.external.EnvironmentSettings;
import minitaur.controller.learn.EnvironmentSpec;
import minitaur.controller.settings.ControllerConfig;

/** Processes of an external environment: one for training, one for evaluation. */
public final class ExternalEnvironments implements AutoCloseable {
  private final EnvironmentProcess training;
  private final EnvironmentProcess evaluation;
  private final EnvironmentSpec spec;
  private final int evaluationEpisodes;

  private ExternalEnvironments(
      EnvironmentProcess training, EnvironmentProcess evaluation, ControllerConfig config) {
    this.training = training;
    this.evaluation = evaluation;
    spec = training.spec().forLearner(config.environment().maxEpisodeSteps());
    evaluationEpisodes = config.run().evaluationEpisodes();
  }

  /**
   * Starts the configured environment.
   *
   * @throws minitaur.controller.external.EnvironmentException if it cannot be used
   */
  public static ExternalEnvironments start(ControllerConfig config) {
    EnvironmentSettings settings = config.environment();
    long seed = config.run().seed();
    EnvironmentProcess training = EnvironmentProcess.start(settings, 1, seed);
    try {
      EnvironmentProcess evaluation =
          EnvironmentProcess.start(settings, config.run().evaluationEpisodes(), seed);
      try {
        return new ExternalEnvironments(training, evaluation, config);
      } catch (RuntimeException e) {
        evaluation.close();
        throw e;
      }
    } catch (RuntimeException e) {
      training.close();
      throw e;
    }
  }

  /** The training process, which runs one environment. */
  EnvironmentProcess training() {
    return training;
  }

  /** The evaluation process, which runs one environment per evaluation episode. */
  EnvironmentProcess evaluation() {
    return evaluation;
  }

  /** Number of episodes per evaluation. */
  int evaluationEpisodes() {
    return evaluationEpisodes;
  }

  /** Sizes and limits. */
  EnvironmentSpec spec() {
    return spec;
  }

  @Override
  public void close() {
    training.close();
    evaluation.close();
  }
}
