package minitaur.controller.episode.safety;

import static minitaur.hal.settings.InvalidSettingException.requireBetween;

import org.jspecify.annotations.Nullable;

/**
 * Limits of the supervisor.
 *
 * @param tiltRad absolute roll or pitch beyond which the robot has fallen. Default 30 degrees (the
 *     walking task; Gait in Eight 2025 uses the same)
 * @param robot limits that protect the hardware; null for none: episodes then end only as the task
 *     defines
 * @param mocapLostSeconds max time for which the velocity of the trunk may be unknown. Default 0.4:
 *     long enough for briefly occluded markers, short enough to stop before the end of a lane
 * @param lane allowed area of the trunk
 */
public record SafetyLimits(
    double tiltRad, @Nullable RobotLimits robot, double mocapLostSeconds, Lane lane) {
  /** Checks the values. */
  public SafetyLimits {
    if (!(tiltRad > 0 && tiltRad <= Math.PI / 2)) {
      throw new IllegalArgumentException(
          "tiltRad is " + tiltRad + "; allowed: above 0 up to pi/2 (0.5236 is 30 degrees)");
    }
    requireBetween("mocapLostSeconds", mocapLostSeconds, 0.001, 10);
  }

  /** The task's defaults, with a lane without limits. */
  public static SafetyLimits nominal() {
    return new SafetyLimits(Math.toRadians(30), null, 0.4, Lane.unlimited());
  }

  /** {@link #mocapLostSeconds()} in ns. */
  public long mocapLostNanos() {
    return Math.round(1e9 * mocapLostSeconds);
  }
}
