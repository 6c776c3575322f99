package minitaur.controller.command;

import java.net.URI;
import java.nio.file.Path;
import minitaur.controller.config.ControllerConfig;
import org.jspecify.annotations.Nullable;

/**
 * A collector that is asked for.
 *
 * @param config the whole effective configuration; says the robot's name too
 * @param trainer where the trainer is
 * @param token what every request carries; null for none
 * @param certificate the trainer's own, in PEM; null to trust what the system trusts
 * @param directory the collector's directory
 * @param episodes that are enough
 * @param keepsSent whether what the trainer has stays on this disk too
 * @param operator how the operator is met
 * @param page whether and how the operator has a page
 */
public record CollectRequest(
    ControllerConfig config,
    URI trainer,
    @Nullable String token,
    @Nullable Path certificate,
    Path directory,
    long episodes,
    boolean keepsSent,
    OperatorChoice operator,
    PageChoice page) {}
