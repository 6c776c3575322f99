package minitaur.controller.learn;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Metrics of a learner's latest gradient step. A learner declares each metric once, where it
 * computes it. Tables, pages and logs iterate over {@link #list}, so a new metric needs no change
 * elsewhere. Setting and reading allocate nothing.
 */
public final class LearnerMetrics {
  private final List<Metric> list = new ArrayList<>();
  private double[] values = new double[0];
  private boolean[] isSet = new boolean[0];

  /** Setter of one metric. */
  @FunctionalInterface
  public interface Gauge {
    /** Sets the metric's value. */
    void set(double value);
  }

  /** Declares a metric; its value is NaN until it is set for the first time. */
  public Gauge add(String name, String unit, String description) {
    if (indexOf(name) >= 0) {
      throw new IllegalArgumentException("two metrics with the name " + name);
    }
    int index = list.size();
    list.add(new Metric(name, unit, description));
    values = Arrays.copyOf(values, index + 1);
    values[index] = Double.NaN;
    isSet = Arrays.copyOf(isSet, index + 1);
    return value -> {
      values[index] = value;
      isSet[index] = true;
    };
  }

  /** All metrics, in the order of declaration. */
  public List<Metric> list() {
    return Collections.unmodifiableList(list);
  }

  /** Value of {@code list().get(index)}; NaN until it is set for the first time. */
  public double value(int index) {
    return values[index];
  }

  /** Value of the metric with this name; NaN if there is no such metric. */
  public double value(String name) {
    int index = indexOf(name);
    return index < 0 ? Double.NaN : values[index];
  }

  /** Whether every value that was set is finite. */
  public boolean isFinite() {
    for (int i = 0; i < values.length; i++) {
      if (isSet[i] && !Double.isFinite(values[i])) {
        return false;
      }
    }
    return true;
  }

  /** Clears all values, for example after an earlier state of the learner is restored. */
  public void clear() {
    Arrays.fill(values, Double.NaN);
    Arrays.fill(isSet, false);
  }

  /** Writes all values. */
  public void save(DataOutput out) throws IOException {
    out.writeInt(values.length);
    for (double value : values) {
      out.writeDouble(value);
    }
  }

  /**
   * Restores the values that {@link #save} wrote.
   *
   * @throws IOException if they belong to other metrics or cannot be read
   */
  public void restore(DataInput in) throws IOException {
    int count = in.readInt();
    if (count != values.length) {
      throw new IOException(
          "%d metrics are stored; this learner has %d".formatted(count, values.length));
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readDouble();
      isSet[i] = !Double.isNaN(values[i]);
    }
  }

  private int indexOf(String name) {
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }
}
