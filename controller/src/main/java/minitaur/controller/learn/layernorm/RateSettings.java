package minitaur.controller.learn.layernorm;

import static minitaur.hal.settings.InvalidSettingException.requireAtLeast;
import static minitaur.hal.settings.InvalidSettingException.requirePositive;

import minitaur.hal.settings.Setting;

/** Settings of a learning rate that changes linearly and then stays constant. */
public record RateSettings(
    @Setting(doc = "Rate at the first update.") double start,
    @Setting(doc = "Rate at the end of the ramp and after it.") double end,
    @Setting(doc = "Length of the ramp.", unit = "updates") long updates) {
  public RateSettings {
    requirePositive("start", start, 1);
    requirePositive("end", end, 1);
    requireAtLeast("updates", updates, 1);
  }

  /** The learning rate of update {@code update}, counted from 0. */
  public double at(long update) {
    return start + (end - start) * Math.min(1, (double) update / updates);
  }
}
