package minitaur.controller.train;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Status of a robot that collects episodes for a trainer, as seen by the trainer.
 *
 * @param robot its name
 * @param state its activity, human-readable
 * @param share fraction of all steps accepted since the trainer started, 0 to 1
 * @param waiting episodes in its spool
 * @param policyLagUpdates gradient steps between the policy of its newest episode and the newest
 *     policy; empty before its first episode
 * @param secondsSinceContact time since its last message
 * @param quarantine why its episodes are rejected; null if they are accepted
 */
public record CollectorStatus(
    String robot,
    String state,
    double share,
    long waiting,
    OptionalLong policyLagUpdates,
    long secondsSinceContact,
    @Nullable String quarantine) {}
