package minitaur.controller.episode.gait;

import java.util.Arrays;
import minitaur.hal.Motor;

/** What {@link GaitMetrics} measured, frozen. */
public final class GaitReport {
  private final double[] values = new double[GaitMetric.values().length];
  private final double[] rmsTorque = new double[Motor.COUNT];
  private final double[] peakTorque = new double[Motor.COUNT];

  GaitReport(GaitMetrics metrics) {
    for (GaitMetric metric : GaitMetric.values()) {
      values[metric.ordinal()] = metric.of(metrics);
    }
    Arrays.setAll(rmsTorque, metrics::rmsTorque);
    Arrays.setAll(peakTorque, metrics::peakTorque);
  }

  /** A report of nothing: every value is NaN. */
  public static GaitReport none() {
    return new GaitMetrics(1).report();
  }

  /** A metric's value in its unit; NaN when it could not be measured. */
  public double value(GaitMetric metric) {
    return values[metric.ordinal()];
  }

  /** RMS torque of a motor, Nm. */
  public double rmsTorque(Motor motor) {
    return rmsTorque[motor.ordinal()];
  }

  /** Peak torque of a motor, Nm. */
  public double peakTorque(Motor motor) {
    return peakTorque[motor.ordinal()];
  }

  /** Whether no winding ever reaches its temperature limit; false when heat was not measured. */
  public boolean isSustainable() {
    return value(GaitMetric.TIME_TO_LIMIT) == Double.POSITIVE_INFINITY;
  }
}
