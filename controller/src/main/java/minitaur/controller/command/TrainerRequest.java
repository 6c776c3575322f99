package minitaur.controller.command;

import java.nio.file.Path;
import minitaur.controller.config.ControllerConfig;
import org.jspecify.annotations.Nullable;

/**
 * A trainer that is asked for.
 *
 * @param config the whole effective configuration
 * @param directory the run's directory
 * @param resume whether the directory holds a run to go on with; otherwise it is to be created
 * @param bind address to listen at
 * @param port to listen at; 0 for any that is free
 * @param token what every request must carry; null for none
 * @param keystore certificate and key for TLS, PKCS 12; null for none
 * @param keystorePassword of that file
 * @param progress whether to show a progress line
 */
public record TrainerRequest(
    ControllerConfig config,
    Path directory,
    boolean resume,
    String bind,
    int port,
    @Nullable String token,
    @Nullable Path keystore,
    String keystorePassword,
    boolean progress) {}
