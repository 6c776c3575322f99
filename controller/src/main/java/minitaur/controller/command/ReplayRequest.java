package minitaur.controller.command;

import java.nio.file.Path;
import minitaur.controller.config.ControllerConfig;
import org.jspecify.annotations.Nullable;

/**
 * A record of the seam on which the controller is to be run again.
 *
 * @param log the record
 * @param config with which it was made
 * @param policy the policy that was evaluated; null for a training run's record, which lies in the
 *     run's directory
 * @param json whether to print JSON rather than text
 */
public record ReplayRequest(
    Path log, ControllerConfig config, @Nullable Path policy, boolean json) {}
