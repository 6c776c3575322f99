package minitaur.controller.config;

import static minitaur.controller.config.ConfigException.require;

/** When the supervisor stops an episode. */
public record SafetyConfig(
    @Setting(
            doc = "Roll or pitch beyond which the robot counts as fallen.",
            unit = "degrees",
            source = "definition of the task")
        double tiltLimitDegrees) {

  /** Refuses impossible values. */
  public SafetyConfig {
    require(
        tiltLimitDegrees > 0 && tiltLimitDegrees <= 90,
        "tiltLimitDegrees",
        tiltLimitDegrees,
        "above 0, up to 90");
  }

  /** {@link #tiltLimitDegrees} in rad. */
  public double tiltLimitRad() {
    return StrictMath.toRadians(tiltLimitDegrees);
  }

  /** The project's defaults. */
  public static SafetyConfig defaults() {
    return new SafetyConfig(30);
  }
}
