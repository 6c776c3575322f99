package minitaur.controller.episode.safety;

import static minitaur.hal.settings.InvalidSettingException.requireBetween;
import static minitaur.hal.settings.InvalidSettingException.requirePositive;

import minitaur.hal.settings.Setting;

/** Conditions under which the supervisor ends an episode or stops the motors. */
public record SafetySettings(
    @Setting(
            doc = "Roll or pitch beyond which the robot counts as fallen.",
            unit = "degrees",
            source = "definition of the task")
        double tiltLimitDegrees,
    @Setting(
            doc =
                "Where the limits of the group robot apply. by-robot: on hardware only; the"
                    + " simulated robot's episodes end as the task defines. always, never: on"
                    + " both.")
        LimitScope robotLimits,
    @Setting(
            doc =
                "How long motion capture may be lost before the episode ends: long enough for"
                    + " markers that are covered briefly, short enough to stop before the end of a"
                    + " lane.",
            unit = "s",
            source = "between 250 and 500 ms")
        double mocapLostSeconds,
    @Setting(doc = "Limits that protect the hardware.") RobotLimits robot) {

  /** Where the limits that protect the hardware apply. */
  public enum LimitScope {
    /** On hardware only. */
    BY_ROBOT,
    /** On hardware and in simulation. */
    ALWAYS,
    /** Nowhere. */
    NEVER
  }

  public SafetySettings {
    requirePositive("tiltLimitDegrees", tiltLimitDegrees, 90);
    requireBetween("mocapLostSeconds", mocapLostSeconds, 0.1, 10);
  }

  /** {@link #tiltLimitDegrees} in rad. */
  public double tiltLimitRad() {
    return StrictMath.toRadians(tiltLimitDegrees);
  }

  /**
   * The limits of the supervisor.
   *
   * @param isSimulated whether the robot is simulated
   * @param lane where the robot may walk
   */
  public SafetyLimits limits(boolean isSimulated, Lane lane) {
    boolean applies =
        switch (robotLimits) {
          case BY_ROBOT -> !isSimulated;
          case ALWAYS -> true;
          case NEVER -> false;
        };
    return new SafetyLimits(tiltLimitRad(), applies ? robot : null, mocapLostSeconds, lane);
  }

  /** The project's defaults. */
  public static SafetySettings defaults() {
    return new SafetySettings(30, LimitScope.BY_ROBOT, 0.4, RobotLimits.nominal());
  }
}
