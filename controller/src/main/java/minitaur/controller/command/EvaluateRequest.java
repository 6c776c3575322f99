package minitaur.controller.command;

import java.nio.file.Path;
import minitaur.controller.config.ControllerConfig;
import org.jspecify.annotations.Nullable;

/**
 * An evaluation that is asked for.
 *
 * @param config the whole effective configuration; its seed and profile are the evaluation's
 * @param policy the policy's file
 * @param episodes number of deterministic episodes
 * @param json whether to print JSON rather than a table
 * @param log where a real robot's seam is recorded; null for nowhere
 */
public record EvaluateRequest(
    ControllerConfig config, Path policy, int episodes, boolean json, @Nullable Path log) {}
