package minitaur.controller.settings;

import static minitaur.hal.settings.InvalidSettingException.require;

import minitaur.hal.settings.Setting;

/** Settings of training on two computers. */
public record RemoteSettings(
    @Setting(
            doc =
                "How often the trainer publishes a new policy; it also does when no updates are"
                    + " pending.",
            unit = "updates")
        int updatesPerPolicy,
    @Setting(
            doc =
                "How far the learner may run ahead of what the collected steps have earned, while"
                    + " it waits for more.",
            unit = "updates")
        int updatesAhead,
    @Setting(
            doc =
                "Cap on the update ratio: pending updates beyond which the oldest are skipped, when"
                    + " the robots collect faster than the learner learns; at least those of a few"
                    + " episodes; 0 for no cap.",
            unit = "updates")
        int maxUpdateBacklog,
    @Setting(
            doc =
                "Finished episodes that a collector keeps while the trainer is away; then it"
                    + " pauses.",
            unit = "episodes")
        int spoolEpisodes,
    @Setting(doc = "Max disk space of these episodes.", unit = "MiB") int spoolMegabytes,
    @Setting(
            doc =
                "How long a collector waits for a newer policy before it begins the next episode.",
            unit = "s")
        double policyWaitSeconds,
    @Setting(doc = "How long a collector waits for an answer of the trainer.", unit = "s")
        double timeoutSeconds) {

  /** Checks every value. */
  public RemoteSettings {
    require(
        updatesPerPolicy >= 1, "updatesPerPolicy", updatesPerPolicy, "an integer of at least 1");
    require(updatesAhead >= 0, "updatesAhead", updatesAhead, "an integer of at least 0");
    require(
        maxUpdateBacklog >= 0, "maxUpdateBacklog", maxUpdateBacklog, "an integer of at least 0");
    require(
        spoolEpisodes >= 1 && spoolEpisodes <= 1_000_000,
        "spoolEpisodes",
        spoolEpisodes,
        "1 to 1000000");
    require(
        spoolMegabytes >= 1 && spoolMegabytes <= 1_000_000,
        "spoolMegabytes",
        spoolMegabytes,
        "1 to 1000000");
    require(
        policyWaitSeconds >= 0 && policyWaitSeconds <= 60,
        "policyWaitSeconds",
        policyWaitSeconds,
        "0 to 60");
    require(
        timeoutSeconds >= 0.1 && timeoutSeconds <= 600,
        "timeoutSeconds",
        timeoutSeconds,
        "0.1 to 600");
  }

  /** The project's defaults: the spool holds five and a half hours of whole episodes. */
  public static RemoteSettings defaults() {
    return new RemoteSettings(50, 0, 0, 2000, 256, 1.0, 10);
  }
}
