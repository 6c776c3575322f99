package minitaur.controller.episode.safety;

import org.jspecify.annotations.Nullable;

/**
 * Limits of the supervisor.
 *
 * @param tiltRad absolute roll or pitch beyond which the robot has fallen. Default 30 degrees (the
 *     walking task; Gait in Eight 2025 uses the same)
 * @param robot limits that protect the hardware; null for none: episodes then end only as the task
 *     defines
 */
public record SafetyLimits(double tiltRad, @Nullable RobotLimits robot) {
  /** Checks the values. */
  public SafetyLimits {
    if (!(tiltRad > 0 && tiltRad <= Math.PI / 2)) {
      throw new IllegalArgumentException(
          "tiltRad is " + tiltRad + "; allowed: above 0 up to pi/2 (0.5236 is 30 degrees)");
    }
  }

  /** Limits without hardware protection. */
  public SafetyLimits(double tiltRad) {
    this(tiltRad, null);
  }

  /** The task's defaults. */
  public static SafetyLimits nominal() {
    return new SafetyLimits(Math.toRadians(30));
  }
}
