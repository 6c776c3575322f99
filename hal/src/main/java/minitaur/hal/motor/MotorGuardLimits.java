package minitaur.hal.motor;

/**
 * Limits of {@link MotorGuard}.
 *
 * @param angleRad allowed targets of a motor. Default 0.5 to 3.0: the soft joint limit of Ghost's
 *     and PyBullet's Minitaur, whose 2.5 is widened to what the walking task can request (extension
 *     2.5 and swing 0.5); the leg is straight at pi
 * @param legSumRad allowed sums of a leg's two targets. Default 0.35 to 2 pi - 0.35: the nominal
 *     model's stops against the singularities where both upper links meet overhead and below
 * @param maxTargetRateRadPerSec max rate of a target. Default infinite, which does not change the
 *     walking task; 10 is gentle enough for first motions on hardware
 * @param maxKp max position gain, duty/rad. Default 2: twice the largest in use
 * @param maxKd max velocity gain, duty s/rad. Default 0.04: twice the largest in use
 * @param dampingKd velocity gain when the guard itself commands damping, duty s/rad. Default 0.015,
 *     as in the walking task
 */
public record MotorGuardLimits(
    Interval angleRad,
    Interval legSumRad,
    double maxTargetRateRadPerSec,
    double maxKp,
    double maxKd,
    double dampingKd) {

  /** Allowed values of a target, rad. */
  public record Interval(double min, double max) {
    double clip(double value) {
      return Math.max(min, Math.min(max, value));
    }
  }

  /** Rejects contradictory limits. */
  public MotorGuardLimits {
    if (!(angleRad.min < angleRad.max)) {
      throw new IllegalArgumentException(
          "motor guard: the min angle must be below the max angle, but they are %s and %s rad"
              .formatted(angleRad.min, angleRad.max));
    }
    // This ensures that shifting a leg's two targets equally to satisfy the sum keeps both within
    // their own range.
    double rangeSum = angleRad.min + angleRad.max;
    if (!(legSumRad.min <= rangeSum && rangeSum <= legSumRad.max)) {
      throw new IllegalArgumentException(
          "motor guard: the leg sums %s to %s rad must enclose min plus max angle, %s rad"
              .formatted(legSumRad.min, legSumRad.max, rangeSum));
    }
    if (!(maxTargetRateRadPerSec > 0)) {
      throw new IllegalArgumentException(
          "motor guard: the target rate must be above 0 rad/s (infinite turns it off), but is "
              + maxTargetRateRadPerSec);
    }
    if (!(maxKp >= 0 && maxKd >= 0 && dampingKd >= 0 && dampingKd <= maxKd)) {
      throw new IllegalArgumentException(
          ("motor guard: gains must be at least 0 and the damping gain at most the max kd,"
                  + " but they are kp %s, kd %s, damping %s")
              .formatted(maxKp, maxKd, dampingKd));
    }
  }

  /** The default limits. */
  public static MotorGuardLimits defaults() {
    return new MotorGuardLimits(
        new Interval(0.5, 3.0),
        new Interval(0.35, 2 * Math.PI - 0.35),
        Double.POSITIVE_INFINITY,
        2.0,
        0.04,
        0.015);
  }

  /** These limits with another target rate. */
  public MotorGuardLimits withTargetRate(double radPerSec) {
    return new MotorGuardLimits(angleRad, legSumRad, radPerSec, maxKp, maxKd, dampingKd);
  }
}
