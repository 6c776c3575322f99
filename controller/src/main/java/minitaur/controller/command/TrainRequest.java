package minitaur.controller.command;

import java.nio.file.Path;
import minitaur.controller.config.ControllerConfig;

/**
 * A training that is asked for.
 *
 * @param config the whole effective configuration
 * @param directory the run's directory
 * @param resume whether the directory holds a run to go on with; otherwise it is to be created
 * @param progress whether to show a progress line
 * @param operator how the operator is met
 * @param page whether and how the operator has a page
 */
public record TrainRequest(
    ControllerConfig config,
    Path directory,
    boolean resume,
    boolean progress,
    OperatorChoice operator,
    PageChoice page) {
  /** A training whose operator is met as configured and wherever somebody is. */
  public TrainRequest(ControllerConfig config, Path directory, boolean resume, boolean progress) {
    this(
        config,
        directory,
        resume,
        progress,
        OperatorChoice.AUTO,
        new PageChoice(config.console(), false));
  }
}
