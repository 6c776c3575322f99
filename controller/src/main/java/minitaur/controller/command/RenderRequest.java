package minitaur.controller.command;

import java.nio.file.Path;
import minitaur.controller.config.ControllerConfig;

/**
 * A picture of the walking robot that is asked for.
 *
 * @param config the whole effective configuration
 * @param policy the policy's file
 * @param output the PNG to write
 */
public record RenderRequest(ControllerConfig config, Path policy, Path output) {}
