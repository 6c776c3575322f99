package minitaur.controller.record;

import static minitaur.hal.settings.InvalidSettingException.require;
import static minitaur.hal.settings.InvalidSettingException.requireAtLeast;

import minitaur.hal.settings.Setting;

/** Settings of recordings and the step log. */
public record RecordingSettings(
    @Setting(
            doc =
                "Interval between episodes of the training that are recorded as MCAP files,"
                    + " starting with the first; 0 for no recordings. An episode of 500 steps takes"
                    + " about 0.8 MB.",
            unit = "episodes")
        int every,
    @Setting(doc = "How many recordings are kept; older ones are deleted.", unit = "episodes")
        int keep,
    @Setting(
            doc =
                "Maximum size of the log of ticks, poses and rewards, from which rewards can be"
                    + " recomputed (\"minitaur rewards\"); the newest are kept; 0 for no log. Two"
                    + " hours at 120 Hz take about 110 MB.",
            unit = "MB")
        int stepLog) {

  public RecordingSettings {
    requireAtLeast("every", every, 0);
    requireAtLeast("keep", keep, 1);
    require(stepLog >= 0 && stepLog <= 1_000_000, "stepLog", stepLog, "0 (no log) to 1000000");
  }

  /** The project's defaults. */
  public static RecordingSettings defaults() {
    return new RecordingSettings(50, 20, 0);
  }
}
