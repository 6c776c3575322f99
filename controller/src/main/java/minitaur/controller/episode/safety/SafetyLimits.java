package minitaur.controller.episode.safety;

import org.jspecify.annotations.Nullable;

/**
 * What the supervisor tolerates.
 *
 * @param tiltRad absolute roll or pitch beyond which the robot has fallen. Default 30 degrees (the
 *     walking task; Gait in Eight 2025 uses the same)
 * @param robot what is tolerated of a robot that can break; null for one that cannot, whose
 *     episodes end as the task says and not otherwise
 */
public record SafetyLimits(double tiltRad, @Nullable RobotLimits robot) {
  /** Checks every number. */
  public SafetyLimits {
    if (!(tiltRad > 0 && tiltRad <= Math.PI / 2)) {
      throw new IllegalArgumentException(
          "tiltRad is " + tiltRad + "; allowed is above 0 up to pi/2 (0.5236 is 30 degrees)");
    }
  }

  /** The limits of a robot that cannot break. */
  public SafetyLimits(double tiltRad) {
    this(tiltRad, null);
  }

  /** The task's defaults. */
  public static SafetyLimits nominal() {
    return new SafetyLimits(Math.toRadians(30));
  }
}
