package minitaur.controller.train;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A robot that collects episodes for a trainer, as the trainer knows it.
 *
 * @param robot its name
 * @param state what it does, for people
 * @param share of the steps that the trainer has accepted since its start, 0 to 1
 * @param waiting episodes in its spool
 * @param policyLagUpdates gradient steps between the policy of its newest episode and the newest
 *     policy; empty before its first episode
 * @param contactSecondsAgo time since its last message
 * @param quarantine why its episodes are rejected; null when they are accepted
 */
public record CollectorStatus(
    String robot,
    String state,
    double share,
    long waiting,
    OptionalLong policyLagUpdates,
    long contactSecondsAgo,
    @Nullable String quarantine) {}
