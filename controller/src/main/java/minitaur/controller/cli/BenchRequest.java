package minitaur.controller.cli;

import minitaur.controller.config.ControllerConfig;

/**
 * A measurement of speed that is asked for.
 *
 * @param config the whole effective configuration
 * @param subject what is measured
 * @param seconds how long each figure is measured, s
 * @param json whether to print JSON rather than a table
 */
public record BenchRequest(ControllerConfig config, Subject subject, double seconds, boolean json) {

  /** What can be measured. */
  public enum Subject {
    /** Updates of the learner. */
    LEARNER,
    /** Steps of the simulator. */
    SIM,
    /** Episodes on their way from robots to the learner. */
    PIPELINE
  }
}
