package minitaur.controller.console.telemetry;

import java.util.List;
import minitaur.controller.learn.Metric;

/** Progress of the learner at one moment. A mutable structure that its owner allocates once. */
public final class LearningSample {
  /** Environment steps of the run. */
  public long steps;

  /** Gradient steps that count. */
  public long updates;

  /** Gradient steps that the configuration asks for and that were not taken yet. */
  public long updatesPending;

  /** The learner's metrics as it declares them; empty before it has reported. Immutable. */
  public List<Metric> metrics = List.of();

  /** {@code [metric]} values of the newest gradient step; NaN where there is none. */
  public double[] values = new double[0];

  /** Copies every value of {@code other}. Allocates only where the number of metrics changes. */
  void set(LearningSample other) {
    steps = other.steps;
    updates = other.updates;
    updatesPending = other.updatesPending;
    metrics = other.metrics;
    if (values.length != other.values.length) {
      values = new double[other.values.length];
    }
    System.arraycopy(other.values, 0, values, 0, values.length);
  }
}
