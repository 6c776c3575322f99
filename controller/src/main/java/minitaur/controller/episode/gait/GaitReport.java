package minitaur.controller.episode.gait;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import minitaur.hal.Motor;

/** Immutable snapshot of {@link GaitMetrics}. */
public final class GaitReport {
  private final double[] values = new double[GaitMetric.values().length];
  private final double[] rmsTorque = new double[Motor.COUNT];
  private final double[] peakTorque = new double[Motor.COUNT];

  GaitReport(GaitMetrics metrics) {
    this(
        metric -> metric.evaluate(metrics),
        motor -> metrics.rmsTorque(motor.ordinal()),
        motor -> metrics.peakTorque(motor.ordinal()));
  }

  /**
   * A report with given values; NaN for unknown ones.
   *
   * @param value of a metric in its unit
   * @param rms torque of a motor, Nm
   * @param peak torque of a motor, Nm
   */
  public GaitReport(
      ToDoubleFunction<GaitMetric> value,
      ToDoubleFunction<Motor> rms,
      ToDoubleFunction<Motor> peak) {
    Arrays.setAll(values, metric -> value.applyAsDouble(GaitMetric.values()[metric]));
    Arrays.setAll(rmsTorque, motor -> rms.applyAsDouble(Motor.of(motor)));
    Arrays.setAll(peakTorque, motor -> peak.applyAsDouble(Motor.of(motor)));
  }

  /** An empty report: every value is NaN. */
  public static GaitReport empty() {
    return new GaitMetrics(1).report();
  }

  /** Value of a metric in its unit; NaN if it could not be measured. */
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

  /** RMS torques of all motors, Nm: {@code [8]}, a copy. */
  public double[] rmsTorques() {
    return rmsTorque.clone();
  }

  /** Peak torques of all motors, Nm: {@code [8]}, a copy. */
  public double[] peakTorques() {
    return peakTorque.clone();
  }

  /** Whether no winding ever reaches its temperature limit; false if heat was not measured. */
  public boolean isSustainable() {
    return value(GaitMetric.TIME_TO_LIMIT) == Double.POSITIVE_INFINITY;
  }
}
