package minitaur.controller.console.telemetry;

import java.util.List;
import minitaur.controller.learn.Metric;

/** Progress of the learner at one moment. A mutable structure that its owner allocates once. */
public final class LearningSample {
  /** Environment steps of the run. */
  public long steps;

  /** Gradient steps, without those that were rolled back. */
  public long updates;

  /** Gradient steps that the configured schedule requires but that are still pending. */
  public long updatesPending;

  /** Metrics that the learner declares; empty before its first report. Immutable. */
  public List<Metric> metrics = List.of();

  /** {@code [metric]} values at the newest gradient step; NaN for no value. */
  public double[] values = new double[0];

  /** Copies every value of {@code other}. Allocates only if the number of metrics changes. */
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
