package minitaur.controller.safety;

/**
 * What the supervisor tolerates.
 *
 * @param tiltRad absolute roll or pitch beyond which the robot has fallen. Default 30 degrees (the
 *     walking task; Gait in Eight 2025 uses the same)
 */
public record SafetyLimits(double tiltRad) {
  /** Checks every number. */
  public SafetyLimits {
    if (!(tiltRad > 0 && tiltRad <= Math.PI / 2)) {
      throw new IllegalArgumentException(
          "tiltRad is " + tiltRad + "; allowed is above 0 up to pi/2 (0.5236 is 30 degrees)");
    }
  }

  /** The task's defaults. */
  public static SafetyLimits nominal() {
    return new SafetyLimits(Math.toRadians(30));
  }
}
