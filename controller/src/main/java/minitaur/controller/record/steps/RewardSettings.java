package minitaur.controller.record.steps;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.Map;
import minitaur.controller.task.reward.RewardWeights;

/**
 * What a reward depends on besides ticks and poses. It stands at the beginning of a log, so that
 * rewards can be recomputed from the log alone.
 *
 * @param weights of the reward's terms
 * @param maximumGapNanos poses further apart are not interpolated
 */
public record RewardSettings(RewardWeights weights, long maximumGapNanos) {
  /** Writes the weights by name, so that a log stays readable when the reward gets another one. */
  void save(DataOutput out) throws IOException {
    RecordComponent[] components = RewardWeights.class.getRecordComponents();
    out.writeInt(components.length);
    for (RecordComponent component : components) {
      out.writeUTF(component.getName());
      out.writeDouble(value(component, weights));
    }
    out.writeLong(maximumGapNanos);
  }

  /** Reads what {@link #save} wrote; a weight that the log does not have gets its default. */
  static RewardSettings restore(DataInput in) throws IOException {
    Map<String, Double> logged = new HashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      logged.put(in.readUTF(), in.readDouble());
    }
    RecordComponent[] components = RewardWeights.class.getRecordComponents();
    Object[] values = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      double fallback = value(components[i], RewardWeights.nominal());
      values[i] = logged.getOrDefault(components[i].getName(), fallback);
    }
    try {
      RewardWeights weights = RewardWeights.class.getDeclaredConstructor(types).newInstance(values);
      return new RewardSettings(weights, in.readLong());
    } catch (ReflectiveOperationException e) {
      throw new IOException("the log has impossible reward weights: " + logged, e);
    }
  }

  private static double value(RecordComponent component, RewardWeights weights) {
    try {
      return (double) component.getAccessor().invoke(weights);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component + " cannot be read", e);
    }
  }
}
