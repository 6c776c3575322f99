package minitaur.controller.episode.gait;

import java.util.function.ToDoubleFunction;

/** Metrics of a gait, each with its name, unit, description and formula. */
public enum GaitMetric {
  MEAN_POWER("power_mean", "W", "mean electrical power", GaitMetrics::meanPowerWatts),
  PEAK_POWER("power_peak", "W", "peak electrical power", GaitMetrics::peakPowerWatts),
  COST_OF_TRANSPORT(
      "cost_of_transport",
      "1",
      "electrical energy / (weight x distance)",
      GaitMetrics::costOfTransport),
  RMS_TORQUE(
      "torque_rms_max", "Nm", "RMS torque, highest of the motors", GaitMetrics::maxRmsTorque),
  PEAK_TORQUE(
      "torque_peak_max", "Nm", "peak torque, highest of the motors", GaitMetrics::maxPeakTorque),
  WINDING_TEMPERATURE(
      "winding_steady_max",
      "degC",
      "predicted steady-state winding temperature of the hottest motor",
      GaitMetrics::steadyWindingCelsius),
  TIME_TO_LIMIT(
      "time_to_temperature_limit",
      "s",
      "time from ambient until the hottest winding reaches its limit; infinite if never",
      GaitMetrics::secondsToLimit),
  ACTION_JERK("action_jerk_rms", "1/s^3", "RMS jerk of the actions", GaitMetrics::actionJerk),
  TARGET_JERK(
      "target_jerk_rms", "rad/s^3", "RMS jerk of the joint targets", GaitMetrics::targetJerk),
  HEADING_DRIFT(
      "heading_drift", "rad/m", "absolute change of yaw per distance", GaitMetrics::headingDrift),
  STRIDE_FREQUENCY(
      "stride_frequency", "Hz", "touchdowns per foot and second", GaitMetrics::strideFrequency),
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
