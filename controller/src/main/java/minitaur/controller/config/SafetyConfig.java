package minitaur.controller.config;

import static minitaur.controller.config.ConfigException.require;

/** When the supervisor stops an episode. */
public record SafetyConfig(
    @Setting(
            doc = "Roll or pitch beyond which the robot counts as fallen.",
            unit = "degrees",
            source = "definition of the task")
        double tiltLimitDegrees,
    @Setting(
            doc =
                "Whether the limits of robot act. by-robot: at a robot that can break, not at the"
                    + " simulated one, whose episodes end as the task says. always and never say it"
                    + " for both.")
        Acting robotLimits,
    @Setting(doc = "The limits that keep a robot whole.") RobotSafetyConfig robot) {

  /** Where limits act. */
  public enum Acting {
    /** At a robot that can break. */
    BY_ROBOT,
    /** At the simulated robot too. */
    ALWAYS,
    /** Nowhere. */
    NEVER
  }

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
    return new SafetyConfig(30, Acting.BY_ROBOT, RobotSafetyConfig.defaults());
  }
}
