package minitaur.controller.record.steps;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import minitaur.controller.config.ConfigException;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.config.ConfigReader;
import minitaur.controller.task.reward.RewardFunction;
import minitaur.controller.task.reward.RewardTerm;

/**
 * Settings that determine rewards in addition to ticks and poses. They are stored at the head of a
 * log, so that rewards can be recomputed from the log alone.
 *
 * @param reward the reward function
 * @param maxGapNanos max time between two poses for interpolation
 */
public record RewardSettings(RewardFunction reward, long maxGapNanos) {
  /** Writes the settings by name, so that a log remains readable when settings are added. */
  void save(DataOutput out) throws IOException {
    Map<String, Double> settings = settings(reward);
    out.writeInt(settings.size());
    for (Map.Entry<String, Double> setting : settings.entrySet()) {
      out.writeUTF(setting.getKey());
      out.writeDouble(setting.getValue());
    }
    out.writeLong(maxGapNanos);
  }

  /**
   * Reads the output of {@link #save}. Settings missing in the log get their defaults; unknown
   * settings are ignored.
   */
  static RewardSettings restore(DataInput in) throws IOException {
    RewardFunction defaults = RewardFunction.nominal();
    Map<String, Double> defaultSettings = settings(defaults);
    List<ConfigOverride> logged = new ArrayList<>();
    for (int remaining = in.readInt(); remaining > 0; remaining--) {
      String name = in.readUTF();
      String value = Double.toString(in.readDouble());
      if (defaultSettings.containsKey(name)) {
        logged.add(new ConfigOverride("the step log", name, value));
      }
    }
    try {
      return new RewardSettings(ConfigReader.read(defaults, logged), in.readLong());
    } catch (ConfigException e) {
      throw new IOException("the step log has invalid reward settings: " + e.getMessage(), e);
    }
  }

  private static Map<String, Double> settings(RewardFunction reward) {
    Map<String, Double> settings = new LinkedHashMap<>();
    for (RewardTerm term : reward.terms()) {
      for (RecordComponent component : term.getClass().getRecordComponents()) {
        try {
          Number value = (Number) component.getAccessor().invoke(term);
          settings.put(component.getName(), value.doubleValue());
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException(component + " cannot be read", e);
        }
      }
    }
    return settings;
  }
}
