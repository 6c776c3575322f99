package minitaur.controller.cli;

import java.net.URI;
import java.nio.file.Path;
import minitaur.controller.config.ControllerConfig;
import org.jspecify.annotations.Nullable;

/**
 * A collector that is asked for.
 *
 * @param config the whole effective configuration
 * @param trainer where the trainer is
 * @param token what every request carries; null for none
 * @param certificate the trainer's own, in PEM; null to trust what the system trusts
 * @param robot name of the robot
 * @param directory the collector's directory
 * @param episodes that are enough
 * @param keepsSent whether what the trainer has stays on this disk too
 */
public record CollectRequest(
    ControllerConfig config,
    URI trainer,
    @Nullable String token,
    @Nullable Path certificate,
    String robot,
    Path directory,
    long episodes,
    boolean keepsSent) {}
