package minitaur.controller.settings;

import static minitaur.hal.settings.InvalidSettingException.requireAtLeast;
import static minitaur.hal.settings.InvalidSettingException.requireBetween;

import minitaur.hal.settings.Setting;

/** Settings of training on two computers. */
public record RemoteSettings(
    @Setting(
            doc =
                "How often the trainer publishes a new policy; a policy is also published when no"
                    + " updates are pending.",
            unit = "updates")
        int updatesPerPolicy,
    @Setting(
            doc =
                "Maximum number of updates beyond the UTD ratio that the learner may do while it"
                    + " waits for more steps.",
            unit = "updates")
        int updatesAhead,
    @Setting(
            doc =
                "Maximum number of pending updates; beyond it the oldest are skipped when robots"
                    + " collect faster than the learner updates. At least the updates of a few"
                    + " episodes; 0: unlimited.",
            unit = "updates")
        int maxUpdateBacklog,
    @Setting(
            doc =
                "Finished episodes that a collector keeps while the trainer is unreachable; beyond"
                    + " it the collector pauses.",
            unit = "episodes")
        int spoolEpisodes,
    @Setting(doc = "Maximum disk space of these episodes.", unit = "MiB") int spoolMegabytes,
    @Setting(
            doc =
                "How long a collector waits for a newer policy before it starts the next episode.",
            unit = "s")
        double policyWaitSeconds,
    @Setting(doc = "How long a collector waits for a response of the trainer.", unit = "s")
        double timeoutSeconds) {

  public RemoteSettings {
    requireAtLeast("updatesPerPolicy", updatesPerPolicy, 1);
    requireAtLeast("updatesAhead", updatesAhead, 0);
    requireAtLeast("maxUpdateBacklog", maxUpdateBacklog, 0);
    requireBetween("spoolEpisodes", spoolEpisodes, 1, 1_000_000);
    requireBetween("spoolMegabytes", spoolMegabytes, 1, 1_000_000);
    requireBetween("policyWaitSeconds", policyWaitSeconds, 0, 60);
    requireBetween("timeoutSeconds", timeoutSeconds, 0.1, 600);
  }

  /** The project's defaults: the spool holds 5.5 hours of complete episodes. */
  public static RemoteSettings defaults() {
    return new RemoteSettings(50, 0, 0, 2000, 256, 1.0, 10);
  }
}
