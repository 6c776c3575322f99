package minitaur.controller.cli;

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
 */
public record TrainRequest(
    ControllerConfig config,
    Path directory,
    boolean resume,
    boolean progress,
    OperatorChoice operator) {
  /** A training whose operator is met wherever somebody is. */
  public TrainRequest(ControllerConfig config, Path directory, boolean resume, boolean progress) {
    this(config, directory, resume, progress, OperatorChoice.AUTO);
  }
}
