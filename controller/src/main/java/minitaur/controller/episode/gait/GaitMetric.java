package minitaur.controller.episode.gait;

import java.util.function.ToDoubleFunction;

/** Metrics of a gait, each with its name, unit, description and formula. */
public enum GaitMetric {
  /** Mean electrical power. */
  MEAN_POWER("power_mean", "W", "mean electrical power", GaitMetrics::meanPowerWatts),
  /** Peak electrical power. */
  PEAK_POWER("power_peak", "W", "peak electrical power", GaitMetrics::peakPowerWatts),
  /** Electrical energy over weight times distance. */
  COST_OF_TRANSPORT(
      "cost_of_transport",
      "1",
      "electrical energy / (weight x distance)",
      GaitMetrics::costOfTransport),
  /** Max over the motors of the RMS torque. */
  RMS_TORQUE(
      "torque_rms_max", "Nm", "RMS torque, highest of the motors", GaitMetrics::maxRmsTorque),
  /** Max over the motors of the peak torque. */
  PEAK_TORQUE(
      "torque_peak_max", "Nm", "peak torque, highest of the motors", GaitMetrics::maxPeakTorque),
  /** Steady-state winding temperature of the hottest motor. */
  WINDING_TEMPERATURE(
      "winding_steady_max",
      "degC",
      "predicted steady-state winding temperature of the hottest motor",
      GaitMetrics::steadyWindingCelsius),
  /** Time from ambient temperature until the hottest motor reaches its temperature limit. */
  TIME_TO_LIMIT(
      "time_to_temperature_limit",
      "s",
      "time from ambient until the hottest winding reaches its limit; infinite if never",
      GaitMetrics::secondsToLimit),
  /** RMS jerk of the actions. */
  ACTION_JERK("action_jerk_rms", "1/s^3", "RMS jerk of the actions", GaitMetrics::actionJerk),
  /** RMS jerk of the joint targets. */
  TARGET_JERK(
      "target_jerk_rms", "rad/s^3", "RMS jerk of the joint targets", GaitMetrics::targetJerk),
  /** Change of heading per distance. */
  HEADING_DRIFT(
      "heading_drift", "rad/m", "absolute change of yaw per distance", GaitMetrics::headingDrift),
  /** Strides per second. */
  STRIDE_FREQUENCY(
      "stride_frequency", "Hz", "touchdowns per foot and second", GaitMetrics::strideFrequency),
  /** Fraction of time that a foot is on the ground. */
  DUTY_FACTOR(
      "duty_factor", "1", "fraction of time that a foot is on the ground", GaitMetrics::dutyFactor);

  private final String key;
  private final String unit;
  private final String description;
  private final ToDoubleFunction<GaitMetrics> formula;

  GaitMetric(String key, String unit, String description, ToDoubleFunction<GaitMetrics> formula) {
    this.key = key;
    this.unit = unit;
    this.description = description;
    this.formula = formula;
  }

  /** Name in tables and recordings, without unit. */
  public String key() {
    return key;
  }

  /** Unit; "1" for a ratio. */
  public String unit() {
    return unit;
  }

  /** One-line description. */
  public String description() {
    return description;
  }

  double evaluate(GaitMetrics metrics) {
    return formula.applyAsDouble(metrics);
  }
}
